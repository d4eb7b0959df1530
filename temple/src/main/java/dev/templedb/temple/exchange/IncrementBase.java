package dev.templedb.temple.exchange;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Slug;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.OpenPackage;
import dev.templedb.packages.content.PackageBase;
import dev.templedb.packages.state.ProjectState;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.objects.SqliteObjectStore;
import dev.templedb.temple.projects.Project;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.states.ProjectStates;

/// Says whether a project has what an incremental package builds on.
record IncrementBase(Transaction tx, ProjectStates states, Projects projects) {
    /// @throws TempleException with `BASE_MISSING`, which names the base that is needed and where the project
    /// stands
    void require(OpenPackage increment, Slug slug) {
        var base = increment.base().orElseThrow();
        var project = projects.find(tx, slug.text());
        if (project.isEmpty()) {
            throw missing("There is no project %s, and the package builds on %s of it.".formatted(slug, base));
        }
        if (!has(project.get().id(), base)) {
            throw missing(
                    "The package builds on %s, and the project %s never was there: %s. A package that leads there comes first."
                            .formatted(base, slug, standing(project.get())));
        }
    }

    private String standing(Project project) {
        return states.last(tx, project.id())
                .map(ProjectState::root)
                .map("its last known state is %s"::formatted)
                .orElse("no state of it is known");
    }

    private static TempleException missing(String message) {
        return new TempleException(ErrorCode.BASE_MISSING, message);
    }

    private boolean has(long project, PackageBase base) {
        if (base.states().stream()
                .anyMatch(root -> states.find(tx, project, root).isPresent())) {
            return true;
        }
        var store = new SqliteObjectStore(tx);
        var members = store.membership(project);
        return !base.commits().isEmpty()
                && base.commits().stream()
                        .allMatch(commit ->
                                store.find(commit).filter(members::contains).isPresent());
    }
}
