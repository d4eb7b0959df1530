package dev.templedb.temple.worktree;

import dev.templedb.temple.history.FilePath;
import java.util.List;

/// What to compare in a checked-out directory.
///
/// @param sides   which two
/// @param paths   only what is at or below these; everything when empty
/// @param renames whether renamed files are found
public record DiffQuery(Sides sides, List<FilePath> paths, boolean renames) {
    public DiffQuery {
        paths = List.copyOf(paths);
    }

    /// Two sides.
    public sealed interface Sides {
        /// A commit, and the files on the disk.
        record CommitToDisk(String ref) implements Sides {}

        /// The directory's commit, and what is staged.
        record Staged() implements Sides {}

        /// What is staged, and the files on the disk.
        record Unstaged() implements Sides {}

        /// Two commits.
        record Commits(String from, String to) implements Sides {}
    }
}
