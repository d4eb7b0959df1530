package dev.templedb.temple.history;

import dev.templedb.core.GitId;
import dev.templedb.packages.objects.MalformedObject;
import dev.templedb.packages.objects.ObjectGraph;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.packages.objects.TreeDiff;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Compares two trees of the temple.
public final class TreeChanges {
    private TreeChanges() {}

    /// The files that differ, by path. An absent tree is an empty one.
    public static List<FileChange> between(ObjectSource objects, Optional<GitId> before, GitId after) {
        var graph = new ObjectGraph();
        var changes = new ArrayList<FileChange>();
        var diff = new TreeDiff(
                graph,
                tree -> objects.read(tree).bytes(),
                (path, oldMode, oldTarget, newMode, newTarget) -> changes.add(new FileChange(
                        FilePath.of(graph.paths().bytes(path)),
                        FileChange.Status.of(oldMode, newMode),
                        oldMode,
                        id(graph, oldTarget),
                        newMode,
                        id(graph, newTarget))));
        try {
            diff.compare(before.map(graph::number).orElse(-1), graph.number(after));
        } catch (MalformedObject damaged) {
            throw RefResolver.corrupt(after, damaged);
        }
        changes.sort(Comparator.comparing(FileChange::path));
        return changes;
    }

    private static Optional<GitId> id(ObjectGraph graph, int number) {
        return number < 0 ? Optional.empty() : Optional.of(graph.id(number));
    }
}
