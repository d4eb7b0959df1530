package dev.templedb.packages.content;

import dev.templedb.core.GitId;
import dev.templedb.packages.objects.ObjectGraph;
import dev.templedb.packages.objects.ObjectKind;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.Predicate;

/// Which objects of a graph with gaps are whole: they and everything inside them are there. Of a commit that is its
/// tree,
/// not its parents.
final class WholeObjects {
    private static final int MODE_TYPE = 0170000;
    private static final int SUBMODULE = 0160000;

    /// What some roots reach without meeting a gap.
    ///
    /// @param shallow commits whose parents are not among the objects
    /// @param cut     those of them that had parents in the package's state
    record Reached(Set<GitId> objects, Set<GitId> shallow, Set<GitId> cut) {}

    private final ObjectGraph graph;
    private final Predicate<GitId> blobIsWhole;
    private final BitSet known = new BitSet();
    private final BitSet whole = new BitSet();

    /// @param blobIsWhole whether a blob that is there has all of its pieces
    WholeObjects(ObjectGraph graph, Predicate<GitId> blobIsWhole) {
        this.graph = graph;
        this.blobIsWhole = blobIsWhole;
    }

    boolean contains(GitId id) {
        int number = graph.find(id);
        return number >= 0 && isWhole(number);
    }

    /// Decides what is inside before what is around it; ids are hashes, so nothing is inside itself.
    boolean isWhole(int root) {
        var open = new ArrayDeque<Integer>();
        open.push(root);
        while (!open.isEmpty()) {
            int number = open.element();
            if (known.get(number)) {
                open.pop();
                continue;
            }
            int before = open.size();
            inside(number, inner -> {
                if (!known.get(inner)) {
                    open.push(inner);
                }
            });
            if (open.size() == before) {
                open.pop();
                known.set(number);
                whole.set(number, decide(number));
            }
        }
        return whole.get(root);
    }

    private boolean decide(int number) {
        if (!graph.isPresent(number)) {
            return false;
        }
        if (graph.kind(number) == ObjectKind.BLOB) {
            return blobIsWhole.test(graph.id(number));
        }
        var all = new boolean[] {true};
        inside(number, inner -> all[0] &= whole.get(inner));
        return all[0];
    }

    private void inside(int number, IntConsumer sink) {
        if (!graph.isPresent(number)) {
            return;
        }
        switch (graph.kind(number)) {
            case COMMIT -> sink.accept(graph.treeOf(number));
            case TAG -> sink.accept(graph.targetOf(number));
            case TREE -> {
                for (int entry = 0; entry < graph.entryCount(number); entry++) {
                    if ((graph.entryMode(number, entry) & MODE_TYPE) != SUBMODULE) {
                        sink.accept(graph.entryTarget(number, entry));
                    }
                }
            }
            case BLOB, PIECE, RECIPE -> {}
        }
    }

    /// The commit nearest to `tip` among those before it that is whole.
    Optional<GitId> nearestBefore(GitId tip) {
        var seen = new BitSet();
        var open = new ArrayDeque<Integer>();
        int start = graph.find(tip);
        if (start >= 0) {
            open.add(start);
        }
        while (!open.isEmpty()) {
            int number = open.remove();
            if (seen.get(number) || !isCommit(number)) {
                continue;
            }
            seen.set(number);
            if (isWhole(number)) {
                return Optional.of(graph.id(number));
            }
            for (int parent : graph.parentsOf(number)) {
                open.add(parent);
            }
        }
        return Optional.empty();
    }

    private boolean isCommit(int number) {
        return graph.isPresent(number) && graph.kind(number) == ObjectKind.COMMIT;
    }

    /// What whole `roots` reach. A commit of which a parent is not whole is cut off from all its parents.
    Reached reach(Collection<GitId> roots, Set<GitId> shallowBefore) {
        var seen = new BitSet();
        var open = new ArrayDeque<Integer>();
        var objects = new HashSet<GitId>();
        var shallow = new HashSet<GitId>();
        var cut = new HashSet<GitId>();
        roots.forEach(root -> open.add(graph.find(root)));
        while (!open.isEmpty()) {
            int number = open.remove();
            if (seen.get(number)) {
                continue;
            }
            seen.set(number);
            objects.add(graph.id(number));
            inside(number, open::add);
            if (graph.kind(number) == ObjectKind.COMMIT) {
                reachParents(number, shallowBefore, open, shallow, cut);
            }
        }
        return new Reached(objects, shallow, cut);
    }

    private void reachParents(
            int commit, Set<GitId> shallowBefore, ArrayDeque<Integer> open, Set<GitId> shallow, Set<GitId> cut) {
        var id = graph.id(commit);
        if (shallowBefore.contains(id)) {
            shallow.add(id);
            return;
        }
        var parents = graph.parentsOf(commit);
        for (int parent : parents) {
            if (!isWhole(parent)) {
                shallow.add(id);
                cut.add(id);
                return;
            }
        }
        for (int parent : parents) {
            open.add(parent);
        }
    }
}
