package dev.templedb.temple.history;

import java.util.BitSet;
import java.util.Comparator;
import java.util.OptionalInt;
import java.util.PriorityQueue;

/// Visits what some commits reach, children before parents. Reads no further than it is asked to.
///
/// The greatest number goes first: numbers are given by time, and parents have smaller ones than children.
final class CommitWalk {
    private final CommitReader commits;
    private final BitSet seen = new BitSet();
    private final PriorityQueue<Integer> queue = new PriorityQueue<>(Comparator.reverseOrder());

    CommitWalk(CommitReader commits) {
        this.commits = commits;
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
        commits.parentNumbers(number).forEach(this::from);
        return OptionalInt.of(number);
    }
}
