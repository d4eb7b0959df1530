package dev.templedb.temple.diff;

import dev.templedb.core.GitId;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.temple.history.FilePath;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.diff.SimilarityIndex;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectLoader;

/// Finds files that were deleted in one place and added in another: those of the same content first, then those whose
/// content is alike by half or more, the most alike first.
///
/// What git calls rename detection, with its measure of likeness. Where more than a thousand new files could be any of
/// a
/// thousand deleted ones, only those of the same content are found.
public final class RenameFinder {
    private static final int LEAST_SIMILARITY = 50;
    private static final long MOST_PAIRS = 1_000L * 1_000L;
    private static final int MOST_BYTES = 16 << 20;
    private static final int TYPE = 0170000;
    private static final int FILE = 0100000;

    private final ObjectSource contents;

    /// A finder that reads the contents of files from `contents`.
    public RenameFinder(ObjectSource contents) {
        this.contents = contents;
    }

    private record Pair(FileDifference deleted, FileDifference added, int similarity, boolean sameName) {}

    /// The same differences, with those that are renames joined, by path.
    public List<FileDifference> find(List<FileDifference> differences) {
        var deleted = new ArrayList<FileDifference>();
        var added = new ArrayList<FileDifference>();
        var found = new ArrayList<FileDifference>();
        for (var difference : differences) {
            switch (difference.kind()) {
                case DELETED -> deleted.add(difference);
                case ADDED -> added.add(difference);
                default -> found.add(difference);
            }
        }
        if (!deleted.isEmpty() && !added.isEmpty()) {
            findSame(deleted, added, found);
            findAlike(deleted, added, found);
        }
        found.addAll(deleted);
        found.addAll(added);
        found.sort(FileDifference.BY_PATH);
        return found;
    }

    private static void findSame(List<FileDifference> deleted, List<FileDifference> added, List<FileDifference> found) {
        Map<GitId, Deque<FileDifference>> byBlob = new HashMap<>();
        deleted.forEach(
                difference -> byBlob.computeIfAbsent(difference.oldBlob().orElseThrow(), blob -> new ArrayDeque<>())
                        .add(difference));
        Set<FileDifference> used = new HashSet<>();
        var left = new ArrayList<FileDifference>();
        for (var now : added) {
            var candidates = byBlob.getOrDefault(now.newBlob().orElseThrow(), new ArrayDeque<>());
            var before = candidates.stream()
                    .filter(candidate -> (candidate.oldMode() & TYPE) == (now.newMode() & TYPE))
                    .min(Comparator.comparing(candidate -> !isSameName(candidate, now)));
            if (before.isPresent()) {
                candidates.remove(before.get());
                used.add(before.get());
                found.add(joined(before.get(), now, 100));
            } else {
                left.add(now);
            }
        }
        deleted.removeAll(used);
        added.clear();
        added.addAll(left);
    }

    private void findAlike(List<FileDifference> deleted, List<FileDifference> added, List<FileDifference> found) {
        if ((long) deleted.size() * added.size() > MOST_PAIRS) {
            return;
        }
        var pairs = pairs(deleted, added);
        pairs.sort(Comparator.comparingInt(Pair::similarity)
                .thenComparing(Pair::sameName)
                .reversed()
                .thenComparing(pair -> pair.added().path())
                .thenComparing(pair -> pair.deleted().path()));
        Set<FilePath> usedOld = new HashSet<>();
        Set<FilePath> usedNew = new HashSet<>();
        for (var pair : pairs) {
            var from = pair.deleted().path();
            var to = pair.added().path();
            if (!usedOld.contains(from) && !usedNew.contains(to)) {
                usedOld.add(from);
                usedNew.add(to);
                found.add(joined(pair.deleted(), pair.added(), pair.similarity()));
            }
        }
        deleted.removeIf(difference -> usedOld.contains(difference.path()));
        added.removeIf(difference -> usedNew.contains(difference.path()));
    }

    private List<Pair> pairs(List<FileDifference> deleted, List<FileDifference> added) {
        var pairs = new ArrayList<Pair>();
        Map<GitId, Optional<Measured>> measured = new HashMap<>();
        for (var before : deleted) {
            var old = measure(before.oldMode(), before.oldBlob().orElseThrow(), measured);
            for (var now : old.isPresent() ? added : List.<FileDifference>of()) {
                var next = measure(now.newMode(), now.newBlob().orElseThrow(), measured);
                if (next.isPresent()) {
                    int similarity = old.get().similarityTo(next.get());
                    if (similarity >= LEAST_SIMILARITY) {
                        pairs.add(new Pair(before, now, similarity, isSameName(before, now)));
                    }
                }
            }
        }
        return pairs;
    }

    private record Measured(long bytes, SimilarityIndex index) {
        int similarityTo(Measured other) {
            long smaller = Math.min(bytes, other.bytes);
            long larger = Math.max(bytes, other.bytes);
            return larger == 0 || smaller * 100 < larger * LEAST_SIMILARITY ? 0 : index.score(other.index, 100);
        }
    }

    private Optional<Measured> measure(int mode, GitId blob, Map<GitId, Optional<Measured>> known) {
        if ((mode & TYPE) != FILE) {
            return Optional.empty();
        }
        return known.computeIfAbsent(
                blob,
                id -> contents.readBlob(id, MOST_BYTES)
                        .filter(bytes -> bytes.length > 0)
                        .flatMap(RenameFinder::measured));
    }

    private static Optional<Measured> measured(byte[] bytes) {
        try {
            return Optional.of(new Measured(
                    bytes.length, SimilarityIndex.create(new ObjectLoader.SmallObject(Constants.OBJ_BLOB, bytes))));
        } catch (SimilarityIndex.TableFullException tooMany) {
            return Optional.empty();
        } catch (IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
    }

    private static FileDifference joined(FileDifference deleted, FileDifference added, int similarity) {
        return new FileDifference(
                deleted.oldPath(),
                added.newPath(),
                deleted.oldMode(),
                deleted.oldBlob(),
                added.newMode(),
                added.newBlob(),
                similarity);
    }

    private static boolean isSameName(FileDifference deleted, FileDifference added) {
        return name(deleted.path()).equals(name(added.path()));
    }

    private static FilePath name(FilePath path) {
        var bytes = path.bytes();
        int start = bytes.length;
        while (start > 0 && bytes[start - 1] != '/') {
            start--;
        }
        return FilePath.of(java.util.Arrays.copyOfRange(bytes, start, bytes.length));
    }
}
