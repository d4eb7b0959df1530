package dev.templedb.packages.content;

import dev.templedb.packages.content.OpenPackage.LeftOut;
import dev.templedb.packages.objects.ObjectGraph;
import dev.templedb.packages.objects.ObjectKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.ObjIntConsumer;

/// Says by path what commits that are not whole have lost. The lists are bounded, whatever a tree unfolds to.
final class LostFiles {
    private static final int MOST_OF_HEAD = 100_000;
    private static final int MOST_OF_A_COMMIT = 10;
    /// Entries that are looked at for one list.
    private static final int MOST_LOOKS = 10_000_000;

    private static final int MODE_TYPE = 0170000;
    private static final int TREE = 0040000;
    private static final int SUBMODULE = 0160000;

    /// A directory in two trees; -1 where it is not there.
    private record Place(String path, int tree, int other) {}

    private final ObjectGraph graph;
    private final WholeObjects whole;

    LostFiles(ObjectGraph graph, WholeObjects whole) {
        this.graph = graph;
        this.whole = whole;
    }

    /// Why commit `number` is not whole, as the end of a sentence.
    String why(int number) {
        int tree = graph.treeOf(number);
        if (!isTree(tree)) {
            return "the list of its files is not there";
        }
        var lost = new ArrayList<String>();
        var isAll = walk(tree, -1, whole::isWhole, MOST_OF_A_COMMIT, (path, target) -> lost.add(path));
        return "not all of its files are there: %s%s".formatted(String.join(", ", lost), isAll ? "" : " and others");
    }

    /// The files of commit `head` that do not come in as it has them: those that are lost, and those that are whole
    /// but
    /// stay behind because the commit is not.
    ///
    /// @param now the commit that comes in instead
    List<LeftOut> ofHead(int head, Optional<Integer> now) {
        var lost = new ArrayList<LeftOut>();
        var stays = "this version is whole, but commit %s, which it belongs to, is not".formatted(graph.id(head));
        var isAll = walk(
                graph.treeOf(head),
                now.map(graph::treeOf).orElse(-1),
                none -> false,
                MOST_OF_HEAD,
                (path, target) -> lost.add(new LeftOut(
                        path,
                        whole.isWhole(target)
                                ? stays
                                : "the version of commit %s is not there".formatted(graph.id(head)))));
        if (!isAll) {
            lost.add(new LeftOut("further files of commit %s".formatted(graph.id(head)), "there are too many to list"));
        }
        return lost;
    }

    /// Goes through what `root` holds, `other` does not hold at the same path, and `passed` does not know. `sink`
    /// hears
    /// of files, and of directories that are not there (with a slash at the end). False when there was more than
    /// `most`.
    private boolean walk(int root, int other, IntPredicate passed, int most, ObjIntConsumer<String> sink) {
        var open = new ArrayDeque<Place>();
        open.push(new Place("", root, other));
        int found = 0;
        int looked = 0;
        while (!open.isEmpty()) {
            var place = open.pop();
            if (!isTree(place.tree())) {
                sink.accept(place.path(), place.tree());
                found++;
                continue;
            }
            var others = entries(place.other());
            for (int entry = 0; entry < graph.entryCount(place.tree()); entry++) {
                if (found >= most || ++looked > MOST_LOOKS) {
                    return false;
                }
                int target = graph.entryTarget(place.tree(), entry);
                int type = graph.entryMode(place.tree(), entry) & MODE_TYPE;
                int name = graph.entryName(place.tree(), entry);
                int twin = others.getOrDefault(name, -1);
                if (type == SUBMODULE || twin == target || passed.test(target)) {
                    continue;
                }
                var path = place.path() + new String(graph.paths().nameBytes(name), StandardCharsets.UTF_8);
                if (type == TREE) {
                    open.push(new Place(path + "/", target, twin));
                } else {
                    sink.accept(path, target);
                    found++;
                }
            }
        }
        return true;
    }

    private Map<Integer, Integer> entries(int tree) {
        var entries = new HashMap<Integer, Integer>();
        if (isTree(tree)) {
            for (int entry = 0; entry < graph.entryCount(tree); entry++) {
                entries.put(graph.entryName(tree, entry), graph.entryTarget(tree, entry));
            }
        }
        return entries;
    }

    private boolean isTree(int number) {
        return number >= 0 && graph.isPresent(number) && graph.kind(number) == ObjectKind.TREE;
    }
}
