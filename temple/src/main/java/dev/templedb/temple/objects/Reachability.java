package dev.templedb.temple.objects;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.frames.FrameLayout;
import dev.templedb.packages.frames.FrameReader;
import dev.templedb.packages.frames.MalformedFrame;
import dev.templedb.packages.objects.CommitText;
import dev.templedb.packages.objects.MalformedObject;
import dev.templedb.packages.objects.ObjectGraph;
import dev.templedb.packages.objects.ObjectHasher;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.objects.TagText;
import dev.templedb.sqlite.Transaction;
import java.util.ArrayDeque;
import java.util.Arrays;
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
    private final ObjectHasher hasher = new ObjectHasher();
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
        try (var reader = new FrameReader();
                var step = progress.begin(
                        "Checking what is reached", candidates.frames().size())) {
            candidates.frames().forEach((frame, live) -> {
                read(graph, reader, frame, live, shallow);
                step.advance(1);
            });
        }
        var members = ProjectObjects.none();
        reached(graph, roots).stream().forEach(number -> add(members, graph.id(number), candidates));
        documents.forEach(document -> stored.index().findPiece(document).ifPresent(members::add));
        return members;
    }

    private void read(ObjectGraph graph, FrameReader reader, int number, LiveObjects live, Set<GitId> shallow) {
        var layout = layout(number);
        if (!holdsReferences(layout, live)) {
            return;
        }
        try {
            var raw = reader.decompress(store.frame(number));
            for (int i = 0; i < layout.count(); i++) {
                if (live.contains(i)) {
                    add(graph, layout.kind(i), raw, layout.start(i), layout.length(i), shallow);
                }
            }
        } catch (MalformedFrame | MalformedObject damaged) {
            throw SqliteObjectStore.damaged(number, damaged);
        }
    }

    private FrameLayout layout(int frame) {
        return layouts.computeIfAbsent(frame, store::layout);
    }

    private static boolean holdsReferences(FrameLayout layout, LiveObjects live) {
        for (int i = 0; i < layout.count(); i++) {
            if (live.contains(i) && isReferring(layout.kind(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isReferring(ObjectKind kind) {
        return kind == ObjectKind.COMMIT || kind == ObjectKind.TREE || kind == ObjectKind.TAG;
    }

    private void add(ObjectGraph graph, ObjectKind kind, byte[] raw, int start, int length, Set<GitId> shallow)
            throws MalformedObject {
        if (!isReferring(kind)) {
            return;
        }
        var id = hasher.gitId(kind, raw, start, length);
        switch (kind) {
            case COMMIT ->
                graph.addCommit(
                        id, CommitText.parse(Arrays.copyOfRange(raw, start, start + length)), shallow.contains(id));
            case TREE -> graph.addTree(id, raw, start, length);
            default -> graph.addTag(id, TagText.parse(raw, start, length));
        }
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
        if (layout(place.frame()).kind(place.ordinal()) == ObjectKind.RECIPE) {
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
