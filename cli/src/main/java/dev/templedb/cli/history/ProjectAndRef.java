package dev.templedb.cli.history;

import dev.templedb.cli.worktree.WorkPlace;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.temple.Temple;
import dev.templedb.temple.projects.Project;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.worktree.Checkouts;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The project and the ref that `[SLUG] [REF]` means. Inside a checked-out directory the slug may be left out; a single
/// word is then a slug only when a project is called so and the directory's project has no such ref.
///
/// @param ref `HEAD` is that of the checked-out directory when the command was given in one
record ProjectAndRef(Project project, String ref) {
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

    private static ProjectAndRef of(WorkPlace.At at, @Nullable String ref) {
        return new ProjectAndRef(at.project(), at.ref(ref));
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
            new dev.templedb.temple.history.HistoryReader(temple).resolve(here.id(), word);
            return false;
        } catch (TempleException noRef) {
            return true;
        }
    }
}
