package dev.templedb.temple.merge;

import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.merge.RemovedDirectories.Interest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Where one side has moved directories that it has no more: to where most of their files have gone.
///
/// A file that went from `a/b/c/f` to `x/c/f` speaks for `a/b/c` having gone to `x/c`, and, since the last name is the
/// same, for `a/b` having gone to `x`.
final class DirectoryMoves {
    private final Map<FilePath, FilePath> moves = new TreeMap<>();
    private final List<FilePath> undecided = new ArrayList<>();

    /// A directory and where it has gone.
    record Move(FilePath from, FilePath to) {
        FilePath apply(FilePath path) {
            var below = path.bytes();
            int length = from.bytes().length + (to.isRoot() ? 1 : 0);
            return FilePath.of(join(to.bytes(), Arrays.copyOfRange(below, length, below.length)));
        }

        private static byte[] join(byte[] start, byte[] end) {
            var all = Arrays.copyOf(start, start.length + end.length);
            System.arraycopy(end, 0, all, start.length, end.length);
            return all;
        }
    }

    DirectoryMoves(SideChanges changes, RemovedDirectories removed) {
        if (!removed.isInteresting()) {
            return;
        }
        Map<FilePath, Map<FilePath, Integer>> counts = new HashMap<>();
        changes.fates().forEach((path, fate) -> {
            if (fate.isRenamed(path)) {
                count(path, fate.path().orElseThrow(), removed, counts);
            }
        });
        counts.forEach((from, targets) -> {
            if (removed.interest(from) != Interest.NONE) {
                decide(from, targets);
            }
        });
    }

    private static void count(
            FilePath file, FilePath newFile, RemovedDirectories removed, Map<FilePath, Map<FilePath, Integer>> counts) {
        var from = file.parent();
        var to = newFile.parent();
        boolean isFirst = true;
        while (removed.contains(from)) {
            var interest = removed.interest(from);
            if (isFirst || interest == Interest.FULL) {
                counts.computeIfAbsent(from, any -> new HashMap<>()).merge(to, 1, Integer::sum);
            }
            if (interest == Interest.NONE || to.isRoot() || !from.name().equals(to.name())) {
                return;
            }
            isFirst = false;
            from = from.parent();
            to = to.parent();
        }
    }

    private void decide(FilePath from, Map<FilePath, Integer> targets) {
        int most = Collections.max(targets.values());
        var best = targets.entrySet().stream()
                .filter(target -> target.getValue() == most)
                .map(Map.Entry::getKey)
                .toList();
        if (best.size() == 1) {
            moves.put(from, best.getFirst());
        } else {
            undecided.add(from);
        }
    }

    /// Directories that have gone to several places, none of which got the most of their files.
    List<FilePath> undecided() {
        return undecided;
    }

    /// Leaves out what both sides have moved.
    static void keepOneSided(DirectoryMoves one, DirectoryMoves other) {
        Set<FilePath> both = new HashSet<>(one.moves.keySet());
        both.retainAll(other.moves.keySet());
        one.moves.keySet().removeAll(both);
        other.moves.keySet().removeAll(both);
    }

    boolean isEmpty() {
        return moves.isEmpty();
    }

    /// Whether nothing was moved, not even to an uncertain place.
    boolean areNone() {
        return moves.isEmpty() && undecided.isEmpty();
    }

    boolean contains(FilePath directory) {
        return moves.containsKey(directory);
    }

    /// The move of the nearest directory above a file.
    Optional<Move> of(FilePath file) {
        for (var at = file.parent(); !at.isRoot(); at = at.parent()) {
            var to = moves.get(at);
            if (to != null) {
                return Optional.of(new Move(at, to));
            }
        }
        return Optional.empty();
    }
}
