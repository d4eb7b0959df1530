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
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.eclipse.jgit.diff.SimilarityIndex;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectLoader;

/// Finds files that were deleted in one place and added in another: those of the same content first, then those of a
/// name
/// that no other has and whose content is alike by three quarters, then those whose content is alike by half or more,
/// the
/// most alike first.
///
/// What git calls rename detection, with its measure of likeness. Where more than a thousand new files could be any of
/// a
/// thousand deleted ones, only those of the same content are found.
public final class RenameFinder {
    /// What a score of likeness is a part of.
    private static final int WHOLE = 60_000;
    private static final int LEAST_SCORE = WHOLE / 2;
    private static final int LEAST_SCORE_OF_SAME_NAME = WHOLE * 3 / 4;
    private static final long MOST_PAIRS = 1_000L * 1_000L;
    private static final int MOST_BYTES = 16 << 20;
    private static final GitId EMPTY = GitId.parse("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
    private static final int TYPE = 0170000;
    private static final int FILE = 0100000;

    private final ObjectSource contents;

    /// A finder that reads the contents of files from `contents`.
    public RenameFinder(ObjectSource contents) {
        this.contents = contents;
    }

    private record Pair(FileDifference deleted, FileDifference added, int score, boolean sameName) {}

    /// The same differences, with those that are renames joined, by path.
    public List<FileDifference> find(List<FileDifference> differences) {
        return find(differences, true, deleted -> true);
    }

    /// As a merge finds renames: empty files are none, and nothing is looked for when nobody wants to know.
    ///
    /// @param isWanted whether it matters for a deleted file where it went; where it does for one, others of the
    /// same
    ///                 content are found, too
    public List<FileDifference> findForMerge(List<FileDifference> differences, Predicate<FileDifference> isWanted) {
        return find(differences, false, isWanted);
    }

    private List<FileDifference> find(
            List<FileDifference> differences, boolean isEmptyRenamed, Predicate<FileDifference> isWanted) {
        var deleted = new ArrayList<FileDifference>();
        var added = new ArrayList<FileDifference>();
        var found = new ArrayList<FileDifference>();
        for (var difference : differences) {
            var kind = isEmptyRenamed || !isEmpty(difference) ? difference.kind() : FileDifference.Kind.MODIFIED;
            switch (kind) {
                case DELETED -> deleted.add(difference);
                case ADDED -> added.add(difference);
                default -> found.add(difference);
            }
        }
        if (!added.isEmpty() && deleted.stream().anyMatch(isWanted)) {
            findSame(deleted, added, found);
            deleted.removeIf(difference -> !isWanted.test(difference) && found.add(difference));
            Map<GitId, Optional<Measured>> measured = new HashMap<>();
            findOfSameName(deleted, added, found, measured);
            findAlike(deleted, added, found, measured);
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

    private static boolean isEmpty(FileDifference difference) {
        return difference.oldBlob().or(difference::newBlob).equals(Optional.of(EMPTY));
    }

    /// Files of a name that only one of the deleted and one of the added ones has.
    private void findOfSameName(
            List<FileDifference> deleted,
            List<FileDifference> added,
            List<FileDifference> found,
            Map<GitId, Optional<Measured>> measured) {
        var before = byName(deleted);
        var now = byName(added);
        Set<FileDifference> used = new HashSet<>();
        before.forEach((name, olds) -> {
            var news = now.getOrDefault(name, List.of());
            if (olds.size() != 1 || news.size() != 1) {
                return;
            }
            var from = olds.getFirst();
            var to = news.getFirst();
            int score = score(from, to, measured);
            if (score >= LEAST_SCORE_OF_SAME_NAME) {
                used.add(from);
                used.add(to);
                found.add(joined(from, to, percent(score)));
            }
        });
        deleted.removeAll(used);
        added.removeAll(used);
    }

    private static Map<FilePath, List<FileDifference>> byName(List<FileDifference> differences) {
        return differences.stream()
                .collect(Collectors.groupingBy(difference -> difference.path().name()));
    }

    private static int percent(int score) {
        return score * 100 / WHOLE;
    }

    private void findAlike(
            List<FileDifference> deleted,
            List<FileDifference> added,
            List<FileDifference> found,
            Map<GitId, Optional<Measured>> measured) {
        if ((long) deleted.size() * added.size() > MOST_PAIRS) {
            return;
        }
        var pairs = pairs(deleted, added, measured);
        pairs.sort(Comparator.comparingInt(Pair::score)
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
                found.add(joined(pair.deleted(), pair.added(), percent(pair.score())));
            }
        }
        deleted.removeIf(difference -> usedOld.contains(difference.path()));
        added.removeIf(difference -> usedNew.contains(difference.path()));
    }

    private List<Pair> pairs(
            List<FileDifference> deleted, List<FileDifference> added, Map<GitId, Optional<Measured>> measured) {
        var pairs = new ArrayList<Pair>();
        for (var before : deleted) {
            for (var now : added) {
                int score = score(before, now, measured);
                if (score >= LEAST_SCORE) {
                    pairs.add(new Pair(before, now, score, isSameName(before, now)));
                }
            }
        }
        return pairs;
    }

    private int score(FileDifference before, FileDifference now, Map<GitId, Optional<Measured>> measured) {
        var old = measure(before.oldMode(), before.oldBlob().orElseThrow(), measured);
        if (old.isEmpty()) {
            return 0;
        }
        return measure(now.newMode(), now.newBlob().orElseThrow(), measured)
                .map(next -> old.get().scoreOf(next))
                .orElse(0);
    }

    private record Measured(long bytes, SimilarityIndex index) {
        int scoreOf(Measured other) {
            long smaller = Math.min(bytes, other.bytes);
            long larger = Math.max(bytes, other.bytes);
            return larger == 0 || smaller * 2 < larger ? 0 : index.score(other.index, WHOLE);
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
        return deleted.path().name().equals(added.path().name());
    }
}
