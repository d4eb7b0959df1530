package dev.templedb.temple.projects;

import dev.templedb.core.Slug;
import java.time.Instant;
import java.util.Optional;

/// A project that a command took away, or what one changed or took away of a project, which can come back.
///
/// @param undoId     what `undo` calls it; of several that are undone together, the last
/// @param action     which command it was
/// @param projectId  the project that is out of sight; of a change, the project itself
/// @param replacedBy the project that took its place, if it still exists
/// @param summary    what happened, in a sentence
/// @param removedAt  when it happened
/// @param purgeAfter when it may be deleted for good
/// @param together   what is undone together with it, if anything is; the same for all of them
/// @param auditSeq   the last entry of the audit log that its command made; absent when nobody knows
public record RemovedProject(
        long undoId,
        Action action,
        long projectId,
        Slug slug,
        Optional<Long> replacedBy,
        String summary,
        Instant removedAt,
        Instant purgeAfter,
        Optional<Long> together,
        Optional<Long> auditSeq) {
    /// What took the project away.
    public enum Action {
        REMOVE,
        OVERWRITE,
        /// A sync, which took away commits or refs of the project that `replacedBy` names.
        SYNC,
        /// A command that changed or took away values of the project that `projectId` names.
        CHANGE,
        /// A command that made the project, among other things.
        CREATE,
        /// A command that threw edits in a checked-out directory away.
        FILES,
        /// One command that did several of these, which are undone as one.
        TOGETHER;

        /// The word for people, files and the database.
        public String word() {
            return Words.of(this);
        }

        static Action of(String word) {
            return Words.find(values(), word, "action");
        }
    }

    RemovedProject as(Action otherAction, String otherSummary) {
        return new RemovedProject(
                undoId,
                otherAction,
                projectId,
                slug,
                replacedBy,
                otherSummary,
                removedAt,
                purgeAfter,
                together,
                auditSeq);
    }
}
