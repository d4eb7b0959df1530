package dev.templedb.cli.history;

import dev.templedb.cli.worktree.WorkPlace;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.temple.Temple;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.history.HistoryReader;
import dev.templedb.temple.history.RefList;
import dev.templedb.temple.projects.Project;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.worktree.Checkout;
import dev.templedb.temple.worktree.Checkouts;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The project and the ref that `[SLUG] [REF]` means. Inside a checked-out directory the slug may be left out; a single
/// word is then a slug only when a project is called so and the directory's project has no such ref.
///
/// @param checkout the directory of the project that the command was given in, if it was
/// @param ref      `HEAD` is that of the checked-out directory when the command was given in one
record ProjectAndRef(Project project, Optional<Checkout> checkout, String ref) {
    static ProjectAndRef of(Temple temple, @Nullable String first, @Nullable String second) {
        if (first != null && second == null && Checkouts.isMarked(Path.of("")) && !isSlugHere(temple, first)) {
            return of(WorkPlace.at(temple, null), first);
        }
        if (first == null && !Checkouts.isMarked(Path.of(""))) {
            throw new TempleException(
                    ErrorCode.USAGE, "SLUG is missing; only inside a checked-out directory it may be.");
        }
        return of(WorkPlace.at(temple, first), second);
    }

    static ProjectAndRef of(WorkPlace.At at, @Nullable String ref) {
        return new ProjectAndRef(at.project(), at.checkout(), at.ref(ref));
    }

    private static boolean isSlugHere(Temple temple, String word) {
        var named = new Projects(temple).find(word);
        if (named.isEmpty()) {
            return false;
        }
        var here = WorkPlace.at(temple, null).project();
        if (named.get().id() == here.id()) {
            return true;
        }
        try {
            new HistoryReader(temple).resolve(here.id(), word);
            return false;
        } catch (TempleException noRef) {
            return true;
        }
    }

    /// A file of the project, as it is spelled from here.
    FilePath path(String spelled) {
        return new WorkPlace.At(project, checkout).path(spelled);
    }

    /// The branch that `HEAD` is on, by its full name.
    Optional<String> head(Temple temple) {
        return checkout.isPresent()
                ? checkout.get().branch()
                : new HistoryReader(temple)
                        .refs(project.id()).branches().stream()
                                .filter(RefList.Branch::isHead)
                                .map(branch -> "refs/heads/" + branch.name())
                                .findFirst();
    }
}
