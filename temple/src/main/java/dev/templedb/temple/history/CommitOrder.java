package dev.templedb.temple.history;

import dev.templedb.packages.objects.ObjectGraph;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.IntToLongFunction;

/// Orders commits so that parents come before children, and otherwise by time.
public final class CommitOrder {
    private record Ready(long second, int commit) implements Comparable<Ready> {
        @Override
        public int compareTo(Ready other) {
            int order = Long.compare(other.second, second);
            return order != 0 ? order : Integer.compare(commit, other.commit);
        }
    }

    private CommitOrder() {}

    /// The same commits, parents first. Works from the newest back (Kahn's algorithm), as `git log --date-order`
    /// does.
    public static int[] parentsFirst(ObjectGraph graph, int[] commits, IntToLongFunction secondOf) {
        Map<Integer, Integer> children = new HashMap<>(commits.length * 2);
        for (int commit : commits) {
            children.put(commit, 0);
        }
        for (int commit : commits) {
            for (int parent : graph.parentsOf(commit)) {
                children.computeIfPresent(parent, (key, count) -> count + 1);
            }
        }
        var ready = new PriorityQueue<Ready>();
        children.forEach((commit, count) -> {
            if (count == 0) {
                ready.add(new Ready(secondOf.applyAsLong(commit), commit));
            }
        });
        var order = new int[commits.length];
        int next = commits.length;
        while (!ready.isEmpty()) {
            int commit = ready.remove().commit();
            order[--next] = commit;
            for (int parent : graph.parentsOf(commit)) {
                var left = children.computeIfPresent(parent, (key, count) -> count - 1);
                if (left != null && left == 0) {
                    ready.add(new Ready(secondOf.applyAsLong(parent), parent));
                }
            }
        }
        return order;
    }
}
