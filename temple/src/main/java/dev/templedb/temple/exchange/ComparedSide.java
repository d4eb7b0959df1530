package dev.templedb.temple.exchange;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.TempleException;
import dev.templedb.packages.objects.MalformedObject;
import dev.templedb.packages.objects.ObjectGraph;
import dev.templedb.packages.objects.TreeDiff;
import dev.templedb.packages.state.ProjectState;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;

/// One side of a comparison.
///
/// @param files what each file of the tree of `HEAD` is, by its path as text: mode and git id
record ComparedSide(ProjectState state, SortedMap<String, String> files) {
    /// The files of a tree, as a side has them.
    static SortedMap<String, String> files(ObjectGraph graph, GitId tree, TreeDiff.TreeLoader loader) {
        var files = new TreeMap<String, String>();
        var diff = new TreeDiff(
                graph,
                loader,
                (path, oldMode, oldTarget, newMode, newTarget) -> files.put(
                        new String(graph.paths().bytes(path), StandardCharsets.UTF_8),
                        "%06o %s".formatted(newMode, graph.id(newTarget))));
        try {
            diff.compare(-1, graph.number(tree));
        } catch (MalformedObject damaged) {
            throw new TempleException(
                    ErrorCode.PACKAGE_MALFORMED,
                    "Tree %s is damaged: %s.".formatted(tree, damaged.getMessage()),
                    damaged);
        }
        return files;
    }
}
