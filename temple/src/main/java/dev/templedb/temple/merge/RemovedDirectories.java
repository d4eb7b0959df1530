package dev.templedb.temple.merge;

import dev.templedb.temple.diff.FileDifference;
import dev.templedb.temple.history.FilePath;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// The directories of the common tree that one side has no more, and whether it matters where they have gone: it does
/// when
/// the other side has added a file to them.
final class RemovedDirectories {
    /// Whether it matters where a removed directory has gone.
    enum Interest {
        NONE,
        /// Files were added to a directory above it only.
        ABOVE,
        FULL
    }

    private final Map<FilePath, Interest> removed = new HashMap<>();

    /// @param side        the differences of the side that removed directories, without renames
    /// @param other       those of the other side
    /// @param isDirectory whether the side still has a directory
    RemovedDirectories(List<FileDifference> side, List<FileDifference> other, Predicate<FilePath> isDirectory) {
        var added = new HashSet<FilePath>();
        for (var difference : other) {
            if (difference.oldPath().isEmpty()) {
                added.add(difference.path().parent());
            }
        }
        if (added.isEmpty()) {
            return;
        }
        Set<FilePath> kept = new HashSet<>();
        for (var difference : side) {
            if (difference.newPath().isEmpty()) {
                look(difference.path().parent(), added, kept, isDirectory);
            }
        }
    }

    private void look(FilePath directory, Set<FilePath> added, Set<FilePath> kept, Predicate<FilePath> isDirectory) {
        if (directory.isRoot() || kept.contains(directory) || removed.containsKey(directory)) {
            return;
        }
        if (isDirectory.test(directory)) {
            kept.add(directory);
            return;
        }
        look(directory.parent(), added, kept, isDirectory);
        var interest = added.contains(directory)
                ? Interest.FULL
                : interest(directory.parent()) == Interest.NONE ? Interest.NONE : Interest.ABOVE;
        removed.put(directory, interest);
    }

    boolean contains(FilePath directory) {
        return removed.containsKey(directory);
    }

    boolean isInteresting() {
        return removed.containsValue(Interest.FULL);
    }

    Interest interest(FilePath directory) {
        return removed.getOrDefault(directory, Interest.NONE);
    }
}
