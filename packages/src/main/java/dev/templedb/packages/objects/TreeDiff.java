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
    public void compare(int oldTree, int newTree) throws MalformedObject {
        compare(PathTable.ROOT, oldTree, newTree);
    }

    private void compare(int path, int oldTree, int newTree) throws MalformedObject {
        if (oldTree == newTree) {
            return;
        }
        int oldCount = entries(oldTree);
        int newCount = entries(newTree);
        int o = 0;
        int n = 0;
        while (o < oldCount || n < newCount) {
            int order = o == oldCount ? 1 : n == newCount ? -1 : order(oldTree, o, newTree, n);
            if (order < 0) {
                one(path, oldTree, o++, true);
            } else if (order > 0) {
                one(path, newTree, n++, false);
            } else {
                both(path, oldTree, o++, newTree, n++);
            }
        }
    }

    private void both(int path, int oldTree, int o, int newTree, int n) throws MalformedObject {
        int oldMode = graph.entryMode(oldTree, o);
        int newMode = graph.entryMode(newTree, n);
        int oldTarget = graph.entryTarget(oldTree, o);
        int newTarget = graph.entryTarget(newTree, n);
        if (oldTarget == newTarget && oldMode == newMode) {
            return;
        }
        if (isTree(oldMode) && isTree(newMode)) {
            compare(graph.paths().child(path, graph.entryName(newTree, n)), oldTarget, newTarget);
        } else if (isTree(oldMode) || isTree(newMode)) {
            one(path, oldTree, o, true);
            one(path, newTree, n, false);
        } else {
            sink.differs(
                    graph.paths().child(path, graph.entryName(newTree, n)), oldMode, oldTarget, newMode, newTarget);
        }
    }

    private void one(int path, int tree, int entry, boolean old) throws MalformedObject {
        int mode = graph.entryMode(tree, entry);
        int target = graph.entryTarget(tree, entry);
        int child = graph.paths().child(path, graph.entryName(tree, entry));
        if (isTree(mode)) {
            compare(child, old ? target : NOTHING, old ? NOTHING : target);
        } else if (old) {
            sink.differs(child, mode, target, 0, NOTHING);
        } else {
            sink.differs(child, 0, NOTHING, mode, target);
        }
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
