package dev.templedb.packages.objects;

import dev.templedb.core.GitId;
import java.util.Arrays;

/// Finds which files differ between two trees. Equal sub-trees cost nothing; only differing ones are looked into.
///
/// Not thread-safe.
public final class TreeDiff {
    /// Brings the raw bytes of a tree that the graph does not hold yet.
    @FunctionalInterface
    public interface TreeLoader {
        /// The raw bytes of the tree `id`.
        byte[] load(GitId id);
    }

    /// Hears of each file that differs. Mode 0 and target -1 stand for "not there".
    @FunctionalInterface
    public interface Sink {
        /// A file at `path` (of the graph's [PathTable]) differs in content, in mode, or in being there.
        void differs(int path, int oldMode, int oldTarget, int newMode, int newTarget);
    }

    /// Where the walk is: a path, how many directories it is below, and its length in bytes.
    private record Place(int path, int level, int bytes) {}

    private static final int NOTHING = -1;

    private final ObjectGraph graph;
    private final TreeLoader loader;
    private final Sink sink;

    /// Compares trees of `graph`; what is not in it is brought by `loader` and added.
    public TreeDiff(ObjectGraph graph, TreeLoader loader, Sink sink) {
        this.graph = graph;
        this.loader = loader;
        this.sink = sink;
    }

    /// Compares two trees by their numbers; -1 stands for an empty tree.
    ///
    /// @throws MalformedObject when a tree that had to be loaded is none
    /// @throws dev.templedb.core.TempleException with `TREE_TOO_LARGE` when they unfold to too much ([TreeLimits])
    public void compare(int oldTree, int newTree) throws MalformedObject {
        compare(new Place(PathTable.ROOT, 0, 0), oldTree, newTree);
    }

    private void compare(Place place, int oldTree, int newTree) throws MalformedObject {
        if (oldTree == newTree) {
            return;
        }
        int oldCount = entries(oldTree);
        int newCount = entries(newTree);
        int o = 0;
        int n = 0;
        while (o < oldCount || n < newCount) {
            graph.look();
            int order = o == oldCount ? 1 : n == newCount ? -1 : order(oldTree, o, newTree, n);
            if (order < 0) {
                one(place, oldTree, o++, true);
            } else if (order > 0) {
                one(place, newTree, n++, false);
            } else {
                both(place, oldTree, o++, newTree, n++);
            }
        }
    }

    private void both(Place place, int oldTree, int o, int newTree, int n) throws MalformedObject {
        int oldMode = graph.entryMode(oldTree, o);
        int newMode = graph.entryMode(newTree, n);
        int oldTarget = graph.entryTarget(oldTree, o);
        int newTarget = graph.entryTarget(newTree, n);
        if (oldTarget == newTarget && oldMode == newMode) {
            return;
        }
        if (isTree(oldMode) && isTree(newMode)) {
            compare(below(place, newTree, n), oldTarget, newTarget);
        } else if (isTree(oldMode) || isTree(newMode)) {
            one(place, oldTree, o, true);
            one(place, newTree, n, false);
        } else {
            sink.differs(below(place, newTree, n).path(), oldMode, oldTarget, newMode, newTarget);
        }
    }

    private void one(Place place, int tree, int entry, boolean old) throws MalformedObject {
        int mode = graph.entryMode(tree, entry);
        int target = graph.entryTarget(tree, entry);
        var child = below(place, tree, entry);
        if (isTree(mode)) {
            compare(child, old ? target : NOTHING, old ? NOTHING : target);
        } else if (old) {
            sink.differs(child.path(), mode, target, 0, NOTHING);
        } else {
            sink.differs(child.path(), 0, NOTHING, mode, target);
        }
    }

    private Place below(Place place, int tree, int entry) {
        int name = graph.entryName(tree, entry);
        int bytes = place.bytes() + 1 + graph.paths().nameBytes(name).length;
        graph.unfold(bytes);
        TreeLimits.requireLevel(place.level() + 1);
        return new Place(graph.paths().child(place.path(), name), place.level() + 1, bytes);
    }

    private int entries(int tree) throws MalformedObject {
        if (tree == NOTHING) {
            return 0;
        }
        if (!graph.isPresent(tree)) {
            var raw = loader.load(graph.id(tree));
            graph.addTree(graph.id(tree), raw, 0, raw.length);
        }
        return graph.entryCount(tree);
    }

    private static boolean isTree(int mode) {
        return (mode & 0170000) == 0040000;
    }

    /// Git's order of entries: by bytes, a directory as if its name ended with a slash.
    private int order(int oldTree, int o, int newTree, int n) {
        int oldName = graph.entryName(oldTree, o);
        int newName = graph.entryName(newTree, n);
        if (oldName == newName) {
            return 0;
        }
        var a = graph.paths().nameBytes(oldName);
        var b = graph.paths().nameBytes(newName);
        int common = Arrays.mismatch(a, b);
        int inA = common < a.length ? a[common] & 0xff : isTree(graph.entryMode(oldTree, o)) ? '/' : 0;
        int inB = common < b.length ? b[common] & 0xff : isTree(graph.entryMode(newTree, n)) ? '/' : 0;
        return inA != inB ? inA - inB : a.length - b.length;
    }
}
