package dev.templedb.temple.merge;

import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.merge.SideChanges.Added;
import dev.templedb.temple.merge.SideChanges.Fate;
import dev.templedb.temple.merge.SideChanges.Move;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Puts the files that one side added to, or renamed into, directories that the other side renamed where these
/// directories
/// are now. Whether that was meant only a person can tell, so each of them is in conflict. A file stays where it is
/// when
/// something lies where it would go, or when several would go there.
final class Relocation {
    private final SideChanges changes;
    private final DirectoryMoves moves;
    private final DirectoryMoves ownMoves;
    private final Predicate<FilePath> isThere;
    /// The files that would go to a path, by that path.
    private final Map<FilePath, List<FilePath>> targets;
    private final Set<FilePath> left = new HashSet<>();
    private final Set<FilePath> taken = new HashSet<>();
    private final Set<FilePath> refused = new HashSet<>();
    private final SideChanges moved;

    /// @param changes  of the side whose files are to go along
    /// @param moves    of the other side
    /// @param ownMoves of this side
    /// @param isThere  whether this side has a file or directory
    Relocation(SideChanges changes, DirectoryMoves moves, DirectoryMoves ownMoves, Predicate<FilePath> isThere) {
        this.changes = changes;
        this.moves = moves;
        this.ownMoves = ownMoves;
        this.isThere = isThere;
        this.targets = moves.isEmpty() ? Map.of() : targets();
        this.moved = changes.copy();
    }

    /// The paths of what the side added or renamed, and for a renamed file where it was.
    private TreeMap<FilePath, Optional<FilePath>> files() {
        var files = new TreeMap<FilePath, Optional<FilePath>>();
        changes.added().keySet().forEach(path -> files.put(path, Optional.empty()));
        changes.fates().forEach((path, fate) -> {
            if (fate.isRenamed(path)) {
                files.put(fate.path().orElseThrow(), Optional.of(path));
            }
        });
        return files;
    }

    private Map<FilePath, List<FilePath>> targets() {
        Map<FilePath, List<FilePath>> found = new HashMap<>();
        for (var path : files().keySet()) {
            moves.of(path)
                    .ifPresent(move -> found.computeIfAbsent(move.apply(path), any -> new ArrayList<>())
                            .add(path));
        }
        return found;
    }

    /// The changes with files relocated.
    ///
    /// @param other the same for the other side
    SideChanges run(Relocation other) {
        if (!moves.isEmpty()) {
            files().forEach((path, from) -> {
                if (!other.targets.containsKey(path)) {
                    moves.of(path)
                            .filter(move -> !ownMoves.contains(move.to()))
                            .ifPresent(move -> relocate(path, from, move.apply(path)));
                }
            });
        }
        for (var directory : moves.undecided()) {
            doubt(directory);
        }
        return moved;
    }

    private void relocate(FilePath path, Optional<FilePath> from, FilePath target) {
        if (isInTheWay(target) || targets.getOrDefault(target, List.of()).size() > 1 || !refused.add(target)) {
            put(path, from, path, Move.NOT_MOVED);
            return;
        }
        left.add(path);
        for (var at = target; !at.isRoot(); at = at.parent()) {
            taken.add(at);
        }
        put(path, from, target, Move.MOVED);
    }

    private boolean isInTheWay(FilePath target) {
        return taken.contains(target) || isThere.test(target) && !left.contains(target);
    }

    private void put(FilePath path, Optional<FilePath> from, FilePath target, Move move) {
        if (from.isPresent()) {
            moved.fates()
                    .computeIfPresent(
                            from.get(), (old, fate) -> new Fate(Optional.of(target), fate.side(), true, move));
            return;
        }
        var added = moved.added().remove(path);
        if (added == null) {
            return;
        }
        var known = moved.fates().get(target);
        if (known != null && known.path().isEmpty()) {
            moved.fates().put(target, new Fate(Optional.of(target), Optional.of(added.side()), true, move));
        } else {
            moved.added().put(target, new Added(added.side(), move));
        }
    }

    /// The other side has moved a directory to several places: what was added there, or, when nothing was, in the
    /// directory above, has to be looked at.
    private void doubt(FilePath directory) {
        for (var at = directory; !at.isRoot(); at = at.parent()) {
            var here = at;
            var files = new TreeSet<FilePath>();
            changes.added().keySet().stream().filter(path -> path.isIn(here)).forEach(files::add);
            files.retainAll(moved.added().keySet());
            files.forEach(path -> put(path, Optional.empty(), path, Move.NOT_MOVED));
            if (!files.isEmpty()) {
                return;
            }
        }
    }
}
