package dev.templedb.temple.history;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.PriorityQueue;

/// Visits what some commits reach, children before parents. Reads no further than it is asked to.
///
/// The greatest number goes first: numbers are given by time, and parents have smaller ones than children.
final class CommitWalk {
    private final CommitReader commits;
    private final boolean firstParents;
    private final BitSet seen = new BitSet();
    private final PriorityQueue<Integer> queue = new PriorityQueue<>(Comparator.reverseOrder());
    private List<Integer> parents = List.of();

    CommitWalk(CommitReader commits) {
        this(commits, false);
    }

    /// @param firstParents whether other parents are left out
    CommitWalk(CommitReader commits, boolean firstParents) {
        this.commits = commits;
        this.firstParents = firstParents;
    }

    /// Adds a commit to begin with.
    void from(int number) {
        if (!seen.get(number)) {
            seen.set(number);
            queue.add(number);
        }
    }

    /// The next commit's number; empty at the end.
    OptionalInt next() {
        if (queue.isEmpty()) {
            return OptionalInt.empty();
        }
        int number = queue.remove();
        parents = followed(number);
        parents.forEach(this::from);
        return OptionalInt.of(number);
    }

    /// The parents that the walk follows from the commit that [#next] gave last.
    List<Integer> parents() {
        return parents;
    }

    private List<Integer> followed(int number) {
        var all = commits.parentNumbers(number);
        return firstParents && all.size() > 1 ? all.subList(0, 1) : all;
    }
}
