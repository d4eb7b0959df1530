package dev.templedb.temple.worktree;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.attributes.AttributeRules;
import dev.templedb.temple.diff.Contents;
import dev.templedb.temple.diff.FileDifference;
import dev.templedb.temple.diff.RenameFinder;
import dev.templedb.temple.history.Ancestry;
import dev.templedb.temple.history.CommitReader;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.history.RefResolver;
import dev.templedb.temple.history.SqliteCommitStore;
import dev.templedb.temple.history.TreeChanges;
import dev.templedb.temple.objects.LayeredSource;
import dev.templedb.temple.objects.StoredObjects;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;

/// Compares commits, what is staged and what is on the disk.
public final class Comparison {
    private final Temple temple;
    private final Optional<Checkout> place;

    /// Comparisons in `temple`. The attributes of the later one of two commits count.
    public Comparison(Temple temple) {
        this(temple, Optional.empty());
    }

    /// Comparisons in `temple`.
    ///
    /// @param place where they are asked for, if that is a checked-out directory: the attributes that lie there
    /// count,
    ///              as for git, for commits, too
    public Comparison(Temple temple, Optional<Checkout> place) {
        this.temple = temple;
        this.place = place;
    }

    private AttributeRules attributes(ObjectSource objects, GitId later) {
        return place.map(checkout -> NextAttributes.onDisk(checkout.directory()))
                .orElseGet(() -> AttributeRules.ofTree(objects, later));
    }

    /// Compares two commits of a project and hands the differences, with the contents they name, to `work`.
    public <T> T commits(
            long project, String from, String to, DiffQuery query, BiFunction<List<FileDifference>, Contents, T> work) {
        return temple.file().read(tx -> {
            try (var objects = new StoredObjects(tx)) {
                var resolver = new RefResolver(tx, project, objects);
                var later = resolver.resolve(to).requireTree();
                var differences =
                        trees(objects, Optional.of(resolver.resolve(from).requireTree()), later);
                return work.apply(
                        finished(differences, query, objects), new Contents(objects, attributes(objects, later)));
            }
        });
    }

    /// Compares a commit with its first parent, or with nothing when it has none, and hands the differences, with
    /// the
    /// contents they name, to `work`.
    public <T> T commit(long project, String ref, BiFunction<List<FileDifference>, Contents, T> work) {
        return temple.file().read(tx -> {
            try (var objects = new StoredObjects(tx)) {
                var commits = new CommitReader(tx, project);
                int number = commits.requireNumber(
                        new RefResolver(tx, project, objects).resolve(ref).requireCommit());
                var parent = commits.parentNumbers(number).stream()
                        .findFirst()
                        .map(first -> commits.commit(first).tree());
                var tree = commits.commit(number).tree();
                var differences = new ArrayList<>(trees(objects, parent, tree));
                differences.sort(FileDifference.BY_PATH);
                return work.apply(
                        new RenameFinder(objects).find(differences), new Contents(objects, attributes(objects, tree)));
            }
        });
    }

    /// Where two commits of a project have left each other.
    ///
    /// @throws TempleException with `HISTORIES_UNRELATED`
    public GitId fork(long project, String one, String other) {
        return temple.file().read(tx -> {
            try (var objects = new StoredObjects(tx)) {
                var resolver = new RefResolver(tx, project, objects);
                return new Ancestry(tx, project)
                                .mergeBases(
                                        resolver.resolve(one).requireCommit(),
                                        resolver.resolve(other).requireCommit())
                                .stream()
                                .findFirst()
                                .orElseThrow(() -> new TempleException(
                                        ErrorCode.HISTORIES_UNRELATED,
                                        "%s and %s have no commit in common."
                                                .formatted(Printable.text(one), Printable.text(other))));
            }
        });
    }

    /// Compares sides of a checked-out directory and hands the differences, with the contents they name, to `work`.
    public <T> T directory(Checkout checkout, DiffQuery query, BiFunction<List<FileDifference>, Contents, T> work) {
        if (query.sides() instanceof DiffQuery.Sides.Commits(var from, var to)) {
            return new Comparison(temple, Optional.of(checkout))
                    .commits(checkout.project(), checkout.expand(from), checkout.expand(to), query, work);
        }
        var tracked = temple.file().read(tx -> new SqliteCheckoutStore(tx).tracked(checkout.id()));
        var files = WorkFiles.of(temple, checkout, tracked).prepare();
        var disk = new Disk(files);
        var isStaged = query.sides() instanceof DiffQuery.Sides.Staged;
        var changed = isStaged
                ? new TreeMap<String, WorkLook.Found>()
                : WorkLook.at(files, tracked, Untracked.NONE).changed();
        changed.values().forEach(disk::add);
        return temple.file().read(tx -> {
            try (var objects = new StoredObjects(tx)) {
                var contents = new LayeredSource(disk::has, disk, WorkWriter.contents(tx, objects, checkout));
                var differences = switch (query.sides()) {
                    case DiffQuery.Sides.Unstaged() ->
                        changed.values().stream().map(WorkTree::unstaged).toList();
                    case DiffQuery.Sides.CommitToDisk(var ref) ->
                        since(tx, objects, checkout, ref, sinceBase(tracked, changed));
                    default -> sinceBase(tracked, changed);
                };
                return work.apply(finished(differences, query, contents), new Contents(contents, files.rules()));
            }
        });
    }

    /// What the directory has, staged or not, against its commit.
    private static List<FileDifference> sinceBase(TrackedFiles tracked, TreeMap<String, WorkLook.Found> changed) {
        var differences = new ArrayList<FileDifference>();
        for (var file : tracked.all()) {
            var found = changed.get(file.path());
            if (found != null || file.isStaged()) {
                differences.add(FileDifference.at(
                        RawPath.path(file.path()),
                        file.baseMode(),
                        Optional.ofNullable(file.baseBlob()),
                        found == null ? file.mode() : modeOnDisk(file, found),
                        Optional.ofNullable(found == null ? file.blob() : found.blob())));
            }
        }
        differences.removeIf(difference -> difference.oldMode() == difference.newMode()
                && difference.oldBlob().equals(difference.newBlob()));
        return differences;
    }

    /// The mode stays what the commit has when its meaning does.
    private static int modeOnDisk(TrackedFile file, WorkLook.Found found) {
        return found.mode() != 0
                        && file.baseMode() != 0
                        && TrackedFile.kind(found.mode()) == TrackedFile.kind(file.baseMode())
                ? file.baseMode()
                : found.mode();
    }

    private static List<FileDifference> since(
            Transaction tx, StoredObjects objects, Checkout checkout, String ref, List<FileDifference> sinceBase) {
        var text = checkout.expand(ref);
        if (checkout.base().isEmpty() || checkout.base().get().hex().equals(text)) {
            return sinceBase;
        }
        var from =
                new RefResolver(tx, checkout.project(), objects).resolve(text).requireTree();
        var base = new SqliteCommitStore(tx, checkout.project())
                .tree(checkout.base().get())
                .orElseThrow();
        var all = new HashMap<FilePath, FileDifference>();
        trees(objects, Optional.of(from), base).forEach(difference -> all.put(difference.path(), difference));
        for (var later : sinceBase) {
            var earlier = all.getOrDefault(later.path(), later);
            all.put(
                    later.path(),
                    FileDifference.at(
                            later.path(), earlier.oldMode(), earlier.oldBlob(), later.newMode(), later.newBlob()));
        }
        return all.values().stream()
                .filter(difference -> difference.oldMode() != 0 || difference.newMode() != 0)
                .filter(difference -> difference.oldMode() != difference.newMode() || difference.isContentChanged())
                .toList();
    }

    static List<FileDifference> trees(ObjectSource objects, Optional<GitId> from, GitId to) {
        return TreeChanges.between(objects, from, to).stream()
                .map(FileDifference::of)
                .toList();
    }

    private static List<FileDifference> finished(
            List<FileDifference> differences, DiffQuery query, ObjectSource contents) {
        var wanted = new ArrayList<>(differences.stream()
                .filter(difference -> query.paths().isEmpty()
                        || query.paths().stream()
                                .anyMatch(path -> difference.path().isIn(path)))
                .toList());
        wanted.sort(FileDifference.BY_PATH);
        return query.renames() ? new RenameFinder(contents).find(wanted) : wanted;
    }

    /// Contents of files on the disk by the ids that they would have.
    private static final class Disk implements ObjectSource {
        private final WorkFiles files;
        private final Map<GitId, WorkLook.Found> found = new HashMap<>();

        Disk(WorkFiles files) {
            this.files = files;
        }

        void add(WorkLook.Found file) {
            if (file.blob() != null) {
                found.put(file.blob(), file);
            }
        }

        boolean has(GitId id) {
            return found.containsKey(id);
        }

        private WorkLook.Found at(GitId id) {
            var file = found.get(id);
            if (file == null) {
                throw StoredObjects.missing(id);
            }
            return file;
        }

        @Override
        public RawObject read(GitId id) {
            try (var in = openBlob(id)) {
                return new RawObject(ObjectKind.BLOB, in.readAllBytes());
            } catch (IOException unreadable) {
                throw WorkFiles.unreadable(at(id).file().path(), unreadable);
            }
        }

        @Override
        public long blobBytes(GitId id) {
            var content = at(id).content();
            return content == null ? 0 : content.bytes();
        }

        @Override
        public InputStream openBlob(GitId id) throws IOException {
            var file = at(id);
            return files.open(
                    file.file().path(), Objects.requireNonNull(file.stat()), Objects.requireNonNull(file.content()));
        }
    }
}
