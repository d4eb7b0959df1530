package dev.templedb.temple.history;

import dev.templedb.core.GitId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Commits of a log with the lines between them: children before parents, and each line of history in one piece.
///
/// @param more whether older commits follow
public record LogGraph(List<Node> nodes, boolean more) {
    public LogGraph {
        nodes = List.copyOf(nodes);
    }

    /// A commit.
    ///
    /// @param parents the next commits below it that are shown, or that would be if the log went on; a commit that
    /// is
    ///                left out is replaced by its first parent
    /// @param refs    full names of the refs that lead to it
    public record Node(Commit commit, List<GitId> parents, List<String> refs) {
        public Node {
            parents = List.copyOf(parents);
            refs = List.copyOf(refs);
        }
    }

    /// Orders commits as `git log --topo-order` does: after a merge comes what its last parent brought.
    ///
    /// @param nodes children before parents
    static List<Node> inLines(List<Node> nodes) {
        Map<GitId, Node> byId = new HashMap<>();
        Map<GitId, Integer> children = new HashMap<>();
        for (var node : nodes) {
            byId.put(node.commit().id(), node);
            node.parents().forEach(parent -> children.merge(parent, 1, Integer::sum));
        }
        var stack = new ArrayDeque<Node>();
        nodes.stream().filter(node -> !children.containsKey(node.commit().id())).forEach(stack::addLast);
        var order = new ArrayList<Node>();
        while (!stack.isEmpty()) {
            var node = stack.removeFirst();
            order.add(node);
            for (var parent : node.parents()) {
                var shown = byId.get(parent);
                if (children.merge(parent, -1, Integer::sum) == 0 && shown != null) {
                    stack.addFirst(shown);
                }
            }
        }
        return order;
    }
}
