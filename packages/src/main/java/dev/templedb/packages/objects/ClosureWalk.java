package dev.templedb.packages.objects;

import dev.templedb.core.GitId;
import dev.templedb.core.Progress;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// Finds everything that some roots reach, reading each commit, tag and tree once, and no tree that the graph has
/// already.
///
/// The result is a function of the roots and the objects alone (commits newest first, ties by id), so the same project
/// is always packed in the same order. Not thread-safe.
public final class ClosureWalk {
    private record Queued(long second, GitId id, int number, CommitText text) {}

    private final ObjectGraph graph;
    private final ObjectSource source;
    private final Predicate<GitId> known;
    private final Set<GitId> shallow;
    private final BitSet visited = new BitSet();

    private final IntPool tags = new IntPool();
    private final IntPool commits = new IntPool();
    private final IntPool trees = new IntPool();
    private final IntPool treePaths = new IntPool();
    private final IntPool blobs = new IntPool();
    private final IntPool blobPaths = new IntPool();
    private final PriorityQueue<Queued> queue = new PriorityQueue<>(
            Comparator.comparingLong(Queued::second).reversed().thenComparing(Queued::id));

    /// A walk over `source` that adds to `graph`.
    ///
    /// @param known   what need not be walked, because it and all it reaches is there already
    /// @param shallow commits whose parents are not there
    public ClosureWalk(ObjectGraph graph, ObjectSource source, Predicate<GitId> known, Set<GitId> shallow) {
        this.graph = graph;
        this.source = source;
        this.known = known;
        this.shallow = Set.copyOf(shallow);
    }

    /// Walks from `roots`, which may be objects of any kind.
    ///
    /// @throws MalformedObject when an object is not what it should be; the message names it
    public Closure walk(Collection<GitId> roots, Progress progress) throws MalformedObject {
        try (var step = progress.begin("Reading history", 0)) {
            for (var root : roots.stream().sorted().distinct().toList()) {
                visitRoot(root);
            }
            while (!queue.isEmpty()) {
                var next = queue.remove();
                commits.add(next.number());
                for (var parent : shallow.contains(next.id())
                        ? java.util.List.<GitId>of()
                        : next.text().parents()) {
                    visitCommit(parent);
                }
                visitTree(next.text().tree(), PathTable.ROOT, 0);
                step.advance(1);
            }
        }
        return inPackingOrder();
    }

    private void visitRoot(GitId id) throws MalformedObject {
        if (isDone(id)) {
            return;
        }
        var object = source.read(id);
        switch (object.kind()) {
            case COMMIT -> visitCommit(id);
            case TREE -> visitTree(id, PathTable.ROOT, 0);
            case BLOB -> visitBlob(id, PathTable.ROOT);
            case TAG -> {
                var tag = naming(id, () -> TagText.parse(object.bytes(), 0, object.bytes().length));
                tags.add(visited(graph.addTag(id, tag)));
                visitRoot(tag.target());
            }
            case PIECE, RECIPE -> throw new MalformedObject("object %s is no git object".formatted(id));
        }
    }

    private void visitCommit(GitId id) throws MalformedObject {
        if (isDone(id)) {
            return;
        }
        var object = read(id, ObjectKind.COMMIT);
        var commit = naming(id, () -> CommitText.parse(object));
        int number = visited(graph.addCommit(id, commit, shallow.contains(id)));
        queue.add(new Queued(commit.committer().at().getEpochSecond(), id, number, commit));
    }

    private void visitTree(GitId id, int path, int level) throws MalformedObject {
        if (isDone(id)) {
            return;
        }
        TreeLimits.requireLevel(level);
        int tree = visited(tree(id));
        trees.add(tree);
        treePaths.add(path);
        int count = graph.entryCount(tree);
        for (int entry = 0; entry < count; entry++) {
            int target = graph.entryTarget(tree, entry);
            int mode = graph.entryMode(tree, entry) & 0170000;
            if (mode != 0160000 && !visited.get(target)) {
                int child = graph.paths().child(path, graph.entryName(tree, entry));
                if (mode == 0040000) {
                    visitTree(graph.id(target), child, level + 1);
                } else {
                    visitBlob(graph.id(target), child);
                }
            }
        }
    }

    private void visitBlob(GitId id, int path) throws MalformedObject {
        if (!isDone(id)) {
            blobs.add(visited(graph.addBlob(id)));
            blobPaths.add(path);
        }
    }

    private boolean isDone(GitId id) {
        int number = graph.find(id);
        return number >= 0 && visited.get(number) || known.test(id);
    }

    private int visited(int number) {
        visited.set(number);
        return number;
    }

    private int tree(GitId id) throws MalformedObject {
        int number = graph.find(id);
        if (number >= 0 && graph.isPresent(number) && graph.kind(number) == ObjectKind.TREE) {
            return number;
        }
        var raw = read(id, ObjectKind.TREE);
        return naming(id, () -> graph.addTree(id, raw, 0, raw.length));
    }

    private byte[] read(GitId id, ObjectKind expected) throws MalformedObject {
        var object = source.read(id);
        if (object.kind() != expected) {
            throw new MalformedObject("object %s is a %s where a %s was expected"
                    .formatted(id, object.kind().word(), expected.word()));
        }
        return object.bytes();
    }

    @FunctionalInterface
    private interface Reading<T> {
        T get() throws MalformedObject;
    }

    private static <T> T naming(GitId id, Reading<T> reading) throws MalformedObject {
        try {
            return reading.get();
        } catch (UnsafeTree unsafe) {
            throw new UnsafeTree("tree %s cannot be taken: %s".formatted(id, unsafe.getMessage()));
        } catch (MalformedObject malformed) {
            throw new MalformedObject("object %s is damaged: %s".formatted(id, malformed.getMessage()));
        }
    }

    private Closure inPackingOrder() {
        var rank = PackingOrder.ranks(graph.paths());
        var treeOrder = PackingOrder.sort(trees.size(), at -> rank[treePaths.get(at)]);
        var blobOrder = PackingOrder.sort(blobs.size(), at -> rank[blobPaths.get(at)]);
        return new Closure(
                IntStream.range(0, tags.size()).map(tags::get).toArray(),
                IntStream.range(0, commits.size()).map(commits::get).toArray(),
                Arrays.stream(treeOrder).map(trees::get).toArray(),
                Arrays.stream(blobOrder).map(blobs::get).toArray(),
                Arrays.stream(blobOrder).map(blobPaths::get).toArray());
    }
}
