package dev.templedb.analysis.symbols;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which files of a project import which. Immutable; the order in which edges came does not matter.
public final class FileGraph {
    private final SortedMap<String, SortedSet<String>> imports = new TreeMap<>();
    private final SortedMap<String, SortedSet<String>> importers = new TreeMap<>();

    /// The graph with these edges; a file that imports itself does not count.
    public FileGraph(Map<String, ? extends Iterable<String>> edges) {
        edges.forEach((from, targets) -> targets.forEach(to -> {
            if (!from.equals(to)) {
                imports.computeIfAbsent(from, none -> new TreeSet<>()).add(to);
                importers.computeIfAbsent(to, none -> new TreeSet<>()).add(from);
            }
        }));
    }

    /// The files that `path` imports.
    public SortedSet<String> imports(String path) {
        return imports.getOrDefault(path, new TreeSet<>());
    }

    /// The files that import `path`.
    public SortedSet<String> importers(String path) {
        return importers.getOrDefault(path, new TreeSet<>());
    }

    /// The sets of files that import each other in a circle, each sorted, the largest first.
    public List<List<String>> cycles() {
        return components().stream()
                .filter(one -> one.size() > 1)
                .sorted((a, b) -> a.size() != b.size()
                        ? Integer.compare(b.size(), a.size())
                        : a.getFirst().compareTo(b.getFirst()))
                .toList();
    }

    /// How deep each file lies: 0 when it imports no file of the project, else one more than the deepest that it
    /// imports.
    /// Files of a cycle are equally deep.
    public SortedMap<String, Integer> depths() {
        var depths = new TreeMap<String, Integer>();
        // Components come in the order in which those that they import are done.
        for (var component : components()) {
            int depth = 0;
            for (var path : component) {
                for (var to : imports(path)) {
                    var below = depths.get(to);
                    depth = below == null ? depth : Math.max(depth, below + 1);
                }
            }
            for (var path : component) {
                depths.put(path, depth);
            }
        }
        return depths;
    }

    /// Strongly connected components by Tarjan's algorithm, without recursion.
    private List<List<String>> components() {
        var names = new TreeSet<>(imports.keySet());
        names.addAll(importers.keySet());
        var paths = List.copyOf(names);
        var numbers = new TreeMap<String, Integer>();
        for (int i = 0; i < paths.size(); i++) {
            numbers.put(paths.get(i), i);
        }
        var edges = paths.stream()
                .map(path -> imports(path).stream()
                        .mapToInt(to -> numbers.getOrDefault(to, 0))
                        .toArray())
                .toList();
        return new Tarjan(edges)
                .components().stream()
                        .map(component -> Arrays.stream(component)
                                .sorted()
                                .mapToObj(paths::get)
                                .toList())
                        .toList();
    }

    private static final class Tarjan {
        private final List<int[]> edges;
        private final int[] index;
        private final int[] low;
        private final int[] next;
        private final boolean[] onStack;
        private final ArrayDeque<Integer> stack = new ArrayDeque<>();
        private final ArrayDeque<Integer> work = new ArrayDeque<>();
        private final List<int[]> components = new ArrayList<>();
        private int count;

        Tarjan(List<int[]> edges) {
            this.edges = edges;
            index = new int[edges.size()];
            low = new int[edges.size()];
            next = new int[edges.size()];
            onStack = new boolean[edges.size()];
        }

        List<int[]> components() {
            for (int start = 0; start < edges.size(); start++) {
                if (index[start] == 0) {
                    enter(start);
                    while (!work.isEmpty()) {
                        step(work.element());
                    }
                }
            }
            return components;
        }

        private void enter(int node) {
            index[node] = ++count;
            low[node] = count;
            stack.push(node);
            onStack[node] = true;
            work.push(node);
        }

        private void step(int node) {
            if (next[node] < edges.get(node).length) {
                int to = edges.get(node)[next[node]++];
                if (index[to] == 0) {
                    enter(to);
                } else if (onStack[to]) {
                    low[node] = Math.min(low[node], index[to]);
                }
                return;
            }
            work.pop();
            if (!work.isEmpty()) {
                low[work.element()] = Math.min(low[work.element()], low[node]);
            }
            if (low[node] == index[node]) {
                var component = new ArrayList<Integer>();
                int member;
                do {
                    member = stack.pop();
                    onStack[member] = false;
                    component.add(member);
                } while (member != node);
                components.add(component.stream().mapToInt(Integer::intValue).toArray());
            }
        }
    }
}
