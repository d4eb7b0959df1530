package dev.templedb.temple.projects;

import dev.templedb.core.Slug;
import java.time.Instant;
import java.util.Optional;

/// A project that a command took away, or what one changed or took away of a project, which can come back.
///
/// @param undoId     what `undo` calls it
/// @param action     which command it was
/// @param projectId  the project that is out of sight; of a change, the project itself
/// @param replacedBy the project that took its place, if it still exists
/// @param summary    what happened, in a sentence
/// @param removedAt  when it happened
/// @param purgeAfter when it may be deleted for good
public record RemovedProject(
        long undoId,
        Action action,
        long projectId,
        Slug slug,
        Optional<Long> replacedBy,
        String summary,
        Instant removedAt,
        Instant purgeAfter) {
    /// What took the project away.
    public enum Action {
        REMOVE,
        OVERWRITE,
        /// A sync, which took away commits or refs of the project that `replacedBy` names.
        SYNC,
        /// A command that changed or took away values of the project that `projectId` names.
        CHANGE;

        /// The word for people, files and the database.
        public String word() {
            return Words.of(this);
        }

        static Action of(String word) {
            return Words.find(values(), word, "action");
        }
    }
}
