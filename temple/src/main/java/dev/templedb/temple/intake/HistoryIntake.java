package dev.templedb.temple.intake;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.frames.FrameLimits;
import dev.templedb.packages.frames.FramePacker;
import dev.templedb.packages.objects.Closure;
import dev.templedb.packages.objects.ClosureWalk;
import dev.templedb.packages.objects.CommitText;
import dev.templedb.packages.objects.MalformedObject;
import dev.templedb.packages.objects.ObjectGraph;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.packages.objects.PathTable;
import dev.templedb.packages.objects.UnsafeTree;
import dev.templedb.packages.state.Head;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.history.HeadFiles;
import dev.templedb.temple.history.HistoryRecorder;
import dev.templedb.temple.history.PathNumbers;
import dev.templedb.temple.history.SqliteCommitStore;
import dev.templedb.temple.history.SqliteRefStore;
import dev.templedb.temple.history.TagPeeling;
import dev.templedb.temple.objects.LayeredSource;
import dev.templedb.temple.objects.ObjectIntake;
import dev.templedb.temple.objects.ProjectObjects;
import dev.templedb.temple.objects.Reachability;
import dev.templedb.temple.objects.SqliteObjectStore;
import dev.templedb.temple.objects.StoredObjects;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Takes the history of a source into a project, inside one transaction: objects, commits, changes, refs and files.
///
/// What the project has already is neither read nor written again. Where refs were removed or moved to another line of
/// history, what nothing reaches any more leaves the project.
public final class HistoryIntake {
    /// Each packer takes some 25 MB of memory, and two are as fast as JGit reads.
    private static final int PACKERS = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 2);

    /// What came in.
    ///
    /// @param commits  new commits
    /// @param removed  commits that the project no longer reaches
    /// @param objects  objects that the temple did not have
    /// @param rawBytes their length
    public record Taken(int commits, long removed, long objects, long rawBytes) {}

    private final Transaction tx;
    private final long project;
    private final SqliteObjectStore store;
    private final StoredObjects stored;
    private final SqliteRefStore refs;
    private final SqliteCommitStore commits;
    private final Collection<Sha256> documents;
    private final Progress progress;

    /// Works on one project.
    ///
    /// @param documents the pieces that the project reaches besides its history
    public HistoryIntake(
            Transaction tx, long project, StoredObjects stored, Collection<Sha256> documents, Progress progress) {
        this.tx = tx;
        this.project = project;
        this.store = new SqliteObjectStore(tx);
        this.stored = stored;
        this.refs = new SqliteRefStore(tx, project);
        this.commits = new SqliteCommitStore(tx, project);
        this.documents = documents;
        this.progress = progress;
    }

    /// Takes everything that `source` has and the project has not.
    public Taken take(SourceHistory source) {
        var shallow = ShallowCommits.of(refs, commits, source);
        return shallow.deepened() ? takeAgain(source, shallow.commits()) : takeNew(source, shallow.commits());
    }

    private Taken takeNew(SourceHistory source, Set<GitId> shallow) {
        var intake = new ObjectIntake(tx, stored, store.membership(project));
        return take(source, source.objects(), shallow, intake);
    }

    /// Commits that were recorded without their parents must be recorded anew, and what comes after them numbered
    /// anew.
    private Taken takeAgain(SourceHistory source, Set<GitId> shallow) {
        long before = commits.count();
        commits.clear();
        var intake = new ObjectIntake(tx, stored, ProjectObjects.none());
        documents.forEach(intake::reusePiece);
        var taken = take(source, new LayeredSource(stored::has, stored, source.objects()), shallow, intake);
        return new Taken(
                (int) Math.max(0, taken.commits() - before), taken.removed(), taken.objects(), taken.rawBytes());
    }

    private Taken take(SourceHistory source, ObjectSource objects, Set<GitId> shallow, ObjectIntake intake) {
        var table = new PathTable();
        var paths = new PathNumbers(tx, project, table);
        var files = new HeadFiles(tx, project, paths);
        var list = recordHistory(source, objects, shallow, intake, new ObjectGraph(table), paths, files);
        pack(source, list, objects, intake, files);
        intake.finish();
        files.finish(stored);
        var removed = replaceRefs(source, shallow, intake);
        return new Taken(list.commits().count(), removed, intake.newObjects(), intake.newRawBytes());
    }

    /// Takes in what `target` leads to and points one ref to it, which must not leave anything behind. Costs what
    /// is new,
    /// and one pass over the names of the project's files.
    ///
    /// @param objects has what the temple does not have
    void advance(String ref, GitId target, ObjectSource objects) {
        var intake = new ObjectIntake(tx, stored, store.membership(project));
        var table = new PathTable();
        var paths = PathNumbers.few(tx, project, table);
        var graph = new ObjectGraph(table);
        var head = refs.head().orElseGet(() -> new Head.Branch(ref));
        var source = new SourceHistory(
                new java.util.TreeMap<>(java.util.Map.of(ref, target)),
                head,
                refs.shallow(),
                stored::has,
                objects,
                ErrorCode.CHANGED_WHILE_READING);
        var closure = walk(source, graph, objects, source.shallow(), intake);
        var walked = new LayeredSource(id -> isPresent(graph, id), objects, stored);
        var commit = TagPeeling.commit(new LayeredSource(id -> isPresent(graph, id), objects, stored), target);
        var files = new HeadFiles(tx, project, paths);
        if (head.equals(new Head.Branch(ref))) {
            expectFiles(files, graph, commit.orElseThrow(), walked);
        }
        new HistoryRecorder(tx, project, graph, walked, paths).record(closure.commits(), progress);
        paths.finish();
        pack(source, PackingList.of(closure, graph), objects, intake, files);
        intake.finish();
        files.finish(stored);
        refs.set(ref, target, commit);
        refs.setHead(head);
        store.replaceMembership(project, intake.members());
    }

    private void expectFiles(HeadFiles files, ObjectGraph graph, GitId commit, ObjectSource objects) {
        var tree = commit(objects, commit).tree();
        var before = refs.headCommit().flatMap(commits::tree);
        if (before.isPresent()) {
            files.expectChange(graph, before.get(), tree, id -> objects.read(id).bytes());
        } else {
            files.expect(graph, tree, id -> objects.read(id).bytes());
        }
    }

    /// Finds out what is new and records what follows from commits and trees. When this returns nobody needs the
    /// graph
    /// any more, which is as large as everything that packing has to remember.
    private PackingList recordHistory(
            SourceHistory source,
            ObjectSource objects,
            Set<GitId> shallow,
            ObjectIntake intake,
            ObjectGraph graph,
            PathNumbers paths,
            HeadFiles files) {
        var closure = walk(source, graph, objects, shallow, intake);
        headCommit(source, objects)
                .ifPresentOrElse(
                        commit -> files.expect(
                                graph, commit.tree(), id -> objects.read(id).bytes()),
                        files::expectNothing);
        // What the walk has met is read from where it came; older trees may be nowhere but here.
        var walked = new LayeredSource(id -> isPresent(graph, id), objects, stored);
        new HistoryRecorder(tx, project, graph, walked, paths).record(closure.commits(), progress);
        paths.finish();
        return PackingList.of(closure, graph);
    }

    private static boolean isPresent(ObjectGraph graph, GitId id) {
        int number = graph.find(id);
        return number >= 0 && graph.isPresent(number);
    }

    private Closure walk(
            SourceHistory source, ObjectGraph graph, ObjectSource objects, Set<GitId> shallow, ObjectIntake intake) {
        var begunWithNothing = intake.members().isEmpty();
        return walk(
                source,
                new ClosureWalk(graph, objects, id -> !begunWithNothing && intake.isMember(id), shallow),
                progress);
    }

    /// Finds everything that the source's refs reach.
    ///
    /// @throws TempleException with `TREE_UNSAFE`, or with the source's own error when an object is damaged
    static Closure walk(SourceHistory source, ClosureWalk walk, Progress progress) {
        try {
            return walk.walk(source.roots(), progress);
        } catch (UnsafeTree unsafe) {
            throw new TempleException(
                    ErrorCode.TREE_UNSAFE,
                    "The history cannot be taken in: %s.".formatted(unsafe.getMessage()),
                    unsafe);
        } catch (MalformedObject malformed) {
            throw new TempleException(
                    source.damaged(),
                    "The history cannot be taken in: %s.".formatted(malformed.getMessage()),
                    malformed);
        }
    }

    private void pack(
            SourceHistory source, PackingList list, ObjectSource objects, ObjectIntake intake, HeadFiles files) {
        try (var step = progress.begin("Storing objects", list.count());
                var packer = new FramePacker(FrameLimits.LEVEL, PACKERS, source.damaged(), frame -> {
                    intake.accept(frame);
                    files.accept(frame);
                })) {
            addSmall(packer, ObjectKind.TAG, list.tags(), objects, intake, step);
            addSmall(packer, ObjectKind.COMMIT, list.commits(), objects, intake, step);
            packer.endFrame();
            addSmall(packer, ObjectKind.TREE, list.trees(), objects, intake, step);
            packer.endFrame();
            for (int i = 0; i < list.blobs().count(); i++) {
                var id = list.blobs().get(i);
                if (!intake.reuse(id)) {
                    addBlob(packer, id, objects, intake, source);
                }
                step.advance(1);
            }
            packer.finish();
        }
    }

    private static void addSmall(
            FramePacker packer,
            ObjectKind kind,
            PackingList.Ids ids,
            ObjectSource objects,
            ObjectIntake intake,
            Progress.Step step) {
        for (int i = 0; i < ids.count(); i++) {
            var id = ids.get(i);
            if (!intake.reuse(id)) {
                packer.add(kind, id, objects.read(id).bytes());
            }
            step.advance(1);
        }
    }

    private static void addBlob(
            FramePacker packer, GitId id, ObjectSource objects, ObjectIntake intake, SourceHistory source) {
        var small = objects.readBlob(id, FrameLimits.WHOLE_BLOB_BYTES);
        if (small.isPresent()) {
            packer.add(ObjectKind.BLOB, id, small.get());
            return;
        }
        try (var in = objects.openBlob(id)) {
            packer.addLargeBlob(id, objects.blobBytes(id), in, intake::reusePieceOrClaim);
        } catch (IOException unreadable) {
            throw new TempleException(
                    source.damaged(),
                    "Object %s cannot be read: %s.".formatted(id, unreadable.getMessage()),
                    unreadable);
        }
    }

    private Optional<CommitText> headCommit(SourceHistory source, ObjectSource objects) {
        return switch (source.head()) {
            case Head.Detached(var commit) -> Optional.of(commit(objects, commit));
            case Head.Branch(var ref) ->
                Optional.ofNullable(source.refs().get(ref))
                        .flatMap(target -> TagPeeling.commit(objects, target))
                        .map(commit -> commit(objects, commit));
        };
    }

    static CommitText commit(ObjectSource objects, GitId id) {
        try {
            return CommitText.parse(objects.read(id).bytes());
        } catch (MalformedObject malformed) {
            throw new TempleException(
                    ErrorCode.TEMPLE_CORRUPT,
                    "Commit %s is damaged: %s.".formatted(id, malformed.getMessage()),
                    malformed);
        }
    }

    /// Sets the refs, and drops from the project what they no longer reach.
    private long replaceRefs(SourceHistory source, Set<GitId> shallow, ObjectIntake intake) {
        var before = new HashSet<>(refs.refs().values());
        refs.replace(source.refs(), target -> TagPeeling.commit(stored, target));
        refs.setHead(source.head());
        var removed = commits.removeUnreached(source.roots().stream()
                .flatMap(root -> TagPeeling.commit(stored, root).stream())
                .toList());
        refs.replaceShallow(commits.present(shallow));
        before.removeAll(source.refs().values());
        // A commit that was pointed to is still there or was counted; a tag, tree or file may have gone unseen.
        var lost = removed > 0 || commits.present(before).size() < before.size();
        var members = lost
                ? new Reachability(tx, stored).among(intake.members(), source.roots(), shallow, documents, progress)
                : intake.members();
        store.replaceMembership(project, members);
        return removed;
    }
}
