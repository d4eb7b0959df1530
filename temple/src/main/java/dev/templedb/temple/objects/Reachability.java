package dev.templedb.temple.objects;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.frames.FrameLayout;
import dev.templedb.packages.objects.ObjectGraph;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.sqlite.Transaction;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Finds out from scratch what some roots reach, when a ref was removed or moved to another line of history.
///
/// Every frame that may hold commits, trees or tags is opened once, in order; the walk itself then reads nothing.
public final class Reachability {
    private static final int MODE_TYPE = 0170000;
    private static final int SUBMODULE = 0160000;

    private final SqliteObjectStore store;
    private final StoredObjects stored;
    private final Map<Integer, FrameLayout> layouts = new HashMap<>();

    /// Works on the objects that `tx` sees.
    public Reachability(Transaction tx, StoredObjects stored) {
        this.store = new SqliteObjectStore(tx);
        this.stored = stored;
    }

    /// The part of `candidates` that `roots` and `documents` reach, large files with their pieces.
    ///
    /// @throws TempleException with `TEMPLE_OBJECT_MISSING` when they reach something that is not among the
    /// candidates
    public ProjectObjects among(
            ProjectObjects candidates,
            Collection<GitId> roots,
            Set<GitId> shallow,
            Collection<Sha256> documents,
            Progress progress) {
        var graph = new ObjectGraph();
        new GraphReader(store, GraphReader.REFERRING).read(graph, candidates, shallow, progress);
        var members = ProjectObjects.none();
        reached(graph, roots).stream().forEach(number -> add(members, graph.id(number), candidates));
        documents.forEach(document -> stored.index().findPiece(document).ifPresent(members::add));
        return members;
    }

    /// The numbers of everything that the roots lead to.
    private static BitSet reached(ObjectGraph graph, Collection<GitId> roots) {
        var reached = new BitSet();
        Deque<Integer> queue = new ArrayDeque<>();
        roots.forEach(root -> visit(graph.number(root), reached, queue));
        while (!queue.isEmpty()) {
            int number = queue.pop();
            if (!graph.isPresent(number)) {
                // A blob, or something that is missing; whoever looks for its place finds out.
                continue;
            }
            switch (graph.kind(number)) {
                case COMMIT -> {
                    visit(graph.treeOf(number), reached, queue);
                    for (int parent : graph.parentsOf(number)) {
                        visit(parent, reached, queue);
                    }
                }
                case TREE -> visitEntries(graph, number, reached, queue);
                default -> visit(graph.targetOf(number), reached, queue);
            }
        }
        return reached;
    }

    private static void visitEntries(ObjectGraph graph, int tree, BitSet reached, Deque<Integer> queue) {
        int count = graph.entryCount(tree);
        for (int entry = 0; entry < count; entry++) {
            if ((graph.entryMode(tree, entry) & MODE_TYPE) != SUBMODULE) {
                visit(graph.entryTarget(tree, entry), reached, queue);
            }
        }
    }

    private static void visit(int number, BitSet reached, Deque<Integer> queue) {
        if (!reached.get(number)) {
            reached.set(number);
            queue.push(number);
        }
    }

    private void add(ProjectObjects members, GitId id, ProjectObjects candidates) {
        var place = stored.index().find(id).filter(candidates::contains).orElseThrow(() -> StoredObjects.missing(id));
        members.add(place);
        if (layouts.computeIfAbsent(place.frame(), store::layout).kind(place.ordinal()) == ObjectKind.RECIPE) {
            stored.recipe(id)
                    .pieces()
                    .forEach(piece -> members.add(stored.index()
                            .findPiece(piece.sha256())
                            .orElseThrow(() -> new TempleException(
                                    ErrorCode.TEMPLE_OBJECT_MISSING,
                                    "The temple does not have all of the large file %s.".formatted(id)))));
        }
    }
}
