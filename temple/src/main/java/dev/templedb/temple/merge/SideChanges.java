package dev.templedb.temple.merge;

import dev.templedb.temple.diff.FileDifference;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.merge.MergedTree.Side;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What one side did since the common tree.
///
/// @param fates  what became of the files of the common tree that the side changed, by their old path
/// @param before what these files were
/// @param added  the files that the common tree does not have, by path
record SideChanges(SortedMap<FilePath, Fate> fates, Map<FilePath, Side> before, SortedMap<FilePath, Added> added) {
    /// What one side did to a file of the common tree.
    ///
    /// @param path empty: it was deleted
    /// @param move whether it goes with a directory that the other side renamed
    record Fate(Optional<FilePath> path, Optional<Side> side, boolean isChanged, Move move) {
        boolean isRenamed(FilePath from) {
            return path.isPresent() && !path.get().equals(from);
        }
    }

    /// A file that one side added.
    record Added(Side side, Move move) {}

    /// What a directory that the other side renamed means to a file.
    enum Move {
        /// Nothing.
        NONE,
        /// The file has been put where its directory is now.
        MOVED,
        /// It would have been, but that is not possible or not plain.
        NOT_MOVED
    }

    /// @param differences of the side's tree from the common one, renames among them
    static SideChanges of(List<FileDifference> differences) {
        var changes = new SideChanges(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        for (var difference : differences) {
            var now = difference.newBlob().map(blob -> new Side(difference.newMode(), blob));
            if (difference.oldPath().isEmpty()) {
                changes.added.put(difference.path(), new Added(now.orElseThrow(), Move.NONE));
            } else {
                var path = difference.oldPath().get();
                changes.before.put(
                        path,
                        new Side(difference.oldMode(), difference.oldBlob().orElseThrow()));
                changes.fates.put(path, new Fate(difference.newPath(), now, true, Move.NONE));
            }
        }
        return changes;
    }

    SideChanges copy() {
        return new SideChanges(new TreeMap<>(fates), before, new TreeMap<>(added));
    }
}
