package dev.templedb.temple.directories;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// What is known of the working directory of a project.
///
/// @param directory where the project lies; empty when nobody said so
/// @param look      what it was like; empty when nobody has looked yet
public record DirectoryState(String slug, Optional<Path> directory, Optional<Look> look) {
    /// What a directory was like at one moment.
    ///
    /// @param branch       its short name; none when a commit is checked out by itself
    /// @param lastCommit   its id, none before the first commit
    /// @param uncommitted  how many paths differ from the last commit; none where there is no history
    /// @param problem      why it cannot be looked at
    /// @param lookedAt     UTC, millisecond precision
    public record Look(
            Condition condition,
            Optional<String> branch,
            Optional<String> lastCommit,
            Optional<Instant> lastCommitAt,
            Optional<Long> uncommitted,
            Optional<String> problem,
            Instant lookedAt) {
        /// Whether something has happened between `earlier` and this look.
        boolean differsFrom(Look earlier) {
            return !at(earlier.lookedAt).equals(earlier);
        }

        private Look at(Instant time) {
            return new Look(condition, branch, lastCommit, lastCommitAt, uncommitted, problem, time);
        }

        /// Whether the directory can be worked in.
        boolean isThere() {
            return condition != Condition.MISSING && condition != Condition.UNREADABLE;
        }
    }

    /// Whether there should be a directory and there is none.
    public boolean isMissing() {
        return look.filter(found -> found.condition() == Condition.MISSING).isPresent();
    }

    DirectoryState with(Look found) {
        return new DirectoryState(slug, directory, Optional.of(found));
    }
}
