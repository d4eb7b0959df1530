package dev.templedb.temple.merge;

import dev.templedb.core.GitId;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.intake.TreeEdit;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a merge made of two trees.
///
/// @param changes   against our tree; empty where a file goes. A file in conflict has its markers, or what is left of
/// it
/// @param conflicts what nobody but a person can decide, by path
public record MergedTree(SortedMap<FilePath, Optional<Side>> changes, List<Clash> conflicts) {
    public MergedTree {
        conflicts = List.copyOf(conflicts);
    }

    /// Makes the merged tree.
    ///
    /// @param ours the tree that the changes are against
    /// @param edit takes the trees that are made
    /// @return its id
    public GitId onto(GitId ours, TreeEdit edit) {
        var files = new TreeMap<FilePath, Optional<TreeEdit.File>>();
        changes.forEach((path, side) -> files.put(path, side.map(file -> new TreeEdit.File(file.mode(), file.blob()))));
        return edit.apply(Optional.of(ours), files);
    }

    /// A file on one side.
    public record Side(int mode, GitId blob) {}

    /// A path in conflict.
    ///
    /// @param kind what the sides did, such as `both modified`
    public record Clash(FilePath path, String kind, Optional<Side> base, Optional<Side> ours, Optional<Side> theirs) {
        /// The kind of a file that one side added to a directory, and that has been put where the other side
        /// moved the
        /// directory.
        static final String MOVED = "moved with its directory";
        /// The kind of a file that stayed, since something lies where it would go, or nobody can say where.
        static final String NOT_MOVED = "not moved with its directory";

        /// Whether only one side has the file, and what is in question is where it should be.
        public boolean isOfPlace() {
            return (kind.equals(MOVED) || kind.equals(NOT_MOVED)) && ours.isPresent() != theirs.isPresent();
        }
    }
}
