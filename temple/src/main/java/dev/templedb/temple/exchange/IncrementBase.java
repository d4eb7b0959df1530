package dev.templedb.temple.exchange;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Slug;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.OpenPackage;
import dev.templedb.packages.content.PackageBase;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.objects.ProjectObjects;
import dev.templedb.temple.objects.SqliteObjectStore;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.states.ProjectStates;

/// Says whether a project is what an incremental package builds on.
record IncrementBase(Transaction tx, ProjectStates states, Projects projects) {
    /// @param overwrite whether changes since the base may be lost
    /// @throws TempleException with `BASE_MISSING`, which names the base that is needed; `PROJECT_CHANGED` when the
    /// project
    ///         has the base and went on from there
    void require(OpenPackage increment, Slug slug, boolean overwrite) {
        var base = increment.base().orElseThrow();
        var project = projects.find(tx, slug.text());
        if (project.isEmpty()) {
            throw missing("There is no project %s, and the package builds on %s of it.".formatted(slug, base));
        }
        long id = project.get().id();
        if (!has(id, base)) {
            throw missing("The package builds on %s, and the project %s never was there.".formatted(base, slug));
        }
        if (!overwrite && !base.states().isEmpty() && !isAt(id, base)) {
            throw changed(slug, base);
        }
    }

    /// What builds on a commit says nothing of the rest of the project: nothing of it may be lost then.
    ///
    /// @param all what the package leads to
    /// @throws TempleException with `PROJECT_CHANGED`
    void requireKept(OpenPackage increment, Slug slug, ProjectObjects all) {
        var base = increment.base().orElseThrow();
        var store = new SqliteObjectStore(tx);
        var last = projects.find(tx, slug.text()).flatMap(project -> states.last(tx, project.id()));
        boolean isKept = last.isEmpty()
                || last.get().documents().equals(increment.state().documents())
                        && last.get().roots().stream()
                                .allMatch(root ->
                                        store.find(root).filter(all::contains).isPresent());
        if (!base.commits().isEmpty() && !isKept) {
            throw changed(slug, base);
        }
    }

    private static TempleException changed(Slug slug, PackageBase base) {
        return new TempleException(
                ErrorCode.PROJECT_CHANGED,
                "The project %s has more than %s; --overwrite replaces it by what the package leads to."
                        .formatted(slug, base));
    }

    private static TempleException missing(String message) {
        return new TempleException(ErrorCode.BASE_MISSING, message);
    }

    private boolean has(long project, PackageBase base) {
        var store = new SqliteObjectStore(tx);
        var members = store.membership(project);
        return base.states().stream()
                        .anyMatch(root -> states.find(tx, project, root).isPresent())
                || !base.commits().isEmpty()
                        && base.commits().stream()
                                .allMatch(commit -> store.find(commit)
                                        .filter(members::contains)
                                        .isPresent());
    }

    /// A project that was imported under another slug has a state of its own, with all else the same.
    private boolean isAt(long project, PackageBase base) {
        var last = states.last(tx, project);
        if (last.isEmpty()) {
            return false;
        }
        return base.states().stream()
                .flatMap(root -> states.find(tx, project, root).stream())
                .anyMatch(state -> state.refs().equals(last.get().refs())
                        && state.head().equals(last.get().head())
                        && state.documents().equals(last.get().documents()));
    }
}
