package dev.templedb.temple.blame;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.TempleException;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.blame.Suspect.Span;
import dev.templedb.temple.diff.FileDifference;
import dev.templedb.temple.diff.RenameFinder;
import dev.templedb.temple.history.CommitReader;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.history.RefResolver;
import dev.templedb.temple.history.TreeChanges;
import dev.templedb.temple.history.TreeReader;
import dev.templedb.temple.objects.StoredObjects;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.diff.RawText;

/// Finds out which commit wrote each line of a file.
///
/// As `git blame` does it: a line belongs to the newest commit none of whose parents has it. A file that a parent does
/// not have is looked for there under the name that it was renamed from. Only commits that changed the file are
/// read, so the cost is that of comparing the file's versions, and of a comparison of two trees for each rename.
public final class Blame {
    /// The largest file that is looked at, in bytes.
    public static final int MOST_BYTES = 32 << 20;

    private static final int TYPE = 0170000;
    private static final int DIRECTORY = 0040000;
    private static final int SUBMODULE = 0160000;

    private final Temple temple;

    /// Looks at projects of `temple`.
    public Blame(Temple temple) {
        this.temple = temple;
    }

    /// The lines of a file as a commit has it.
    ///
    /// @param ref a branch, tag or commit
    /// @throws TempleException with `FILE_NOT_FOUND`; `FILE_TOO_LARGE` for a file of more than [#MOST_BYTES]; as
    ///         [RefResolver#resolve]
    public List<BlamedLine> lines(long project, String ref, FilePath path, LineRange range) {
        return run(project, ref, path, path, Optional.empty(), range);
    }

    /// The lines of a file that was changed since a commit.
    ///
    /// @param path      what it is called now
    /// @param committed what the commit calls it; need not be there
    /// @param now       what it holds now
    public List<BlamedLine> lines(
            long project, String ref, FilePath path, FilePath committed, byte[] now, LineRange range) {
        return run(project, ref, path, committed, Optional.of(now), range);
    }

    private List<BlamedLine> run(
            long project, String ref, FilePath path, FilePath committed, Optional<byte[]> now, LineRange range) {
        return temple.file().read(tx -> {
            try (var objects = new StoredObjects(tx)) {
                var commit = new RefResolver(tx, project, objects).resolve(ref).requireCommit();
                var search = new Search(tx, project, objects);
                return search.run(search.commits.requireNumber(commit), path, committed, now, range);
            }
        });
    }

    private static TempleException noFile(FilePath path) {
        return new TempleException(ErrorCode.FILE_NOT_FOUND, "There is no file %s.".formatted(path));
    }

    /// The error for a file of more than [#MOST_BYTES].
    public static TempleException tooLarge(FilePath path) {
        return new TempleException(
                ErrorCode.FILE_TOO_LARGE, "%s is larger than %d MiB.".formatted(path, MOST_BYTES >> 20));
    }

    private static boolean isSameType(int mode, int other) {
        return (mode & TYPE) == (other & TYPE);
    }

    /// One question.
    private static final class Search {
        private final ObjectSource objects;
        private final CommitReader commits;
        private final Map<FilePath, Set<Integer>> changes = new HashMap<>();
        private final Map<Key, Suspect> suspects = new HashMap<>();
        private final PriorityQueue<Suspect> queue =
                new PriorityQueue<>(Comparator.comparingInt(Suspect::commit).reversed());
        private final TreeMap<Integer, Found> found = new TreeMap<>();

        private record Key(int commit, FilePath path) {}

        private record Found(Optional<Integer> commit, FilePath path, Span span) {}

        Search(Transaction tx, long project, ObjectSource objects) {
            this.objects = objects;
            this.commits = new CommitReader(tx, project);
        }

        List<BlamedLine> run(int commit, FilePath path, FilePath committed, Optional<byte[]> now, LineRange range) {
            var first = find(commit, committed);
            if (first.isEmpty() && now.isEmpty()) {
                throw noFile(path);
            }
            var text = now.map(RawText::new).orElseGet(() -> text(first.orElseThrow()));
            var wanted = wanted(text, path, range);
            if (now.isEmpty()) {
                add(first.orElseThrow(), List.of(wanted));
            } else if (first.isEmpty()) {
                found.put(wanted.wanted(), new Found(Optional.empty(), path, wanted));
            } else {
                var parts = new LineDiff(text(first.get()), text).divide(List.of(wanted));
                add(first.get(), parts.old());
                parts.fresh().forEach(span -> found.put(span.wanted(), new Found(Optional.empty(), path, span)));
            }
            for (var next = queue.poll(); next != null; next = queue.poll()) {
                suspects.remove(new Key(next.commit(), next.path()));
                examine(next);
            }
            return said(text);
        }

        private static Span wanted(RawText text, FilePath path, LineRange range) {
            if (range.first() > Math.max(1, text.size())) {
                throw new TempleException(ErrorCode.USAGE, "%s has only %d lines.".formatted(path, text.size()));
            }
            int from = range.first() - 1;
            return new Span(from, from, Math.min(range.last(), text.size()) - from);
        }

        private List<BlamedLine> said(RawText text) {
            var lines = new ArrayList<BlamedLine>();
            var known = new HashMap<Integer, dev.templedb.temple.history.Commit>();
            for (var part : found.values()) {
                var commit = part.commit().map(number -> known.computeIfAbsent(number, commits::commit));
                for (int i = 0; i < part.span().length(); i++) {
                    int at = part.span().wanted() + i;
                    lines.add(new BlamedLine(
                            at + 1, commit, part.path(), part.span().start() + i + 1, line(text, at)));
                }
            }
            return lines;
        }

        private static byte[] line(RawText text, int at) {
            var raw = text.getRawString(at);
            var bytes = new byte[raw.remaining()];
            raw.get(bytes);
            return bytes;
        }

        private void add(Suspect suspect, List<Span> spans) {
            if (spans.isEmpty()) {
                return;
            }
            var known = suspects.computeIfAbsent(new Key(suspect.commit(), suspect.path()), key -> {
                queue.add(suspect);
                return suspect;
            });
            known.spans().addAll(spans);
        }

        private void examine(Suspect suspect) {
            var parents = commits.parentNumbers(suspect.commit());
            if (!parents.isEmpty() && !isChange(suspect)) {
                pass(suspect, parents.getFirst());
                return;
            }
            var left = new ArrayList<>(suspect.spans());
            for (var before : before(suspect, parents)) {
                if (before.blob().equals(suspect.blob())) {
                    add(before, left);
                    return;
                }
                var parts = new LineDiff(text(before), text(suspect)).divide(left);
                add(before, parts.old());
                left = new ArrayList<>(parts.fresh());
            }
            left.forEach(
                    span -> found.put(span.wanted(), new Found(Optional.of(suspect.commit()), suspect.path(), span)));
        }

        /// Whether the commit changed the file against its first parent.
        private boolean isChange(Suspect suspect) {
            return changes.computeIfAbsent(suspect.path(), path -> new HashSet<>(commits.changing(path)))
                    .contains(suspect.commit());
        }

        private void pass(Suspect suspect, int parent) {
            add(new Suspect(parent, suspect.path(), suspect.mode(), suspect.blob()), suspect.spans());
        }

        /// The versions in the parents; only the one that is the same, when there is one.
        private List<Suspect> before(Suspect suspect, List<Integer> parents) {
            var versions = new TreeMap<Integer, Suspect>();
            var seen = new HashSet<GitId>();
            for (int pass = 0; pass < 2; pass++) {
                for (int i = 0; i < parents.size(); i++) {
                    if (versions.containsKey(i)) {
                        continue;
                    }
                    var version = pass == 0
                            ? find(parents.get(i), suspect.path())
                                    .filter(file -> isSameType(file.mode(), suspect.mode()))
                            : renamed(parents.get(i), suspect);
                    if (version.isPresent() && version.get().blob().equals(suspect.blob())) {
                        return List.of(version.get());
                    }
                    if (version.isPresent() && seen.add(version.get().blob())) {
                        versions.put(i, version.get());
                    }
                }
            }
            return List.copyOf(versions.values());
        }

        private Optional<Suspect> find(int commit, FilePath path) {
            return new TreeReader(objects)
                    .find(commits.commit(commit).tree(), path)
                    .filter(file -> (file.mode() & TYPE) != DIRECTORY && (file.mode() & TYPE) != SUBMODULE)
                    .map(file -> new Suspect(commit, path, file.mode(), file.target()));
        }

        /// What the file was called in a parent that has none of that name.
        private Optional<Suspect> renamed(int parent, Suspect suspect) {
            if (find(parent, suspect.path()).isPresent()) {
                return Optional.empty();
            }
            var differences = TreeChanges.between(
                            objects,
                            Optional.of(commits.commit(parent).tree()),
                            commits.commit(suspect.commit()).tree())
                    .stream()
                    .map(FileDifference::of)
                    .toList();
            return new RenameFinder(objects)
                    .find(differences).stream()
                            .filter(file -> file.newPath().equals(Optional.of(suspect.path())))
                            .filter(file -> file.oldPath().isPresent())
                            .findFirst()
                            .map(file -> new Suspect(
                                    parent,
                                    file.oldPath().orElseThrow(),
                                    file.oldMode(),
                                    file.oldBlob().orElseThrow()));
        }

        private RawText text(Suspect suspect) {
            return new RawText(
                    objects.readBlob(suspect.blob(), MOST_BYTES).orElseThrow(() -> tooLarge(suspect.path())));
        }
    }
}
