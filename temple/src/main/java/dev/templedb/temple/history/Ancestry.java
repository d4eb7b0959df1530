package dev.templedb.temple.history;

import dev.templedb.core.GitId;
import dev.templedb.sqlite.Transaction;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/// Who descends from whom among the commits of a project, inside one transaction. Reads no further back than it must,
/// because parents have smaller numbers than children.
public final class Ancestry {
    private static final int LEFT = 1;
    private static final int RIGHT = 2;
    private static final int STALE = 4;

    private final CommitReader commits;

    /// Of the commits that `tx` sees.
    public Ancestry(Transaction tx, long project) {
        this.commits = new CommitReader(tx, project);
    }

    /// Whether `descendant` is `ancestor`, or comes after it.
    public boolean reaches(GitId descendant, GitId ancestor) {
        int wanted = commits.requireNumber(ancestor);
        var walk = new CommitWalk(commits);
        walk.from(commits.requireNumber(descendant));
        for (var next = walk.next(); next.isPresent() && next.getAsInt() >= wanted; next = walk.next()) {
            if (next.getAsInt() == wanted) {
                return true;
            }
        }
        return false;
    }

    /// The best common ancestors: those from which no other one descends. None for unrelated histories, several
    /// where
    /// branches were merged into each other crosswise. The newest first.
    public List<GitId> mergeBases(GitId left, GitId right) {
        Map<Integer, Integer> flags = new HashMap<>();
        var queue = new PriorityQueue<Integer>(Comparator.reverseOrder());
        mark(commits.requireNumber(left), LEFT, flags, queue);
        mark(commits.requireNumber(right), RIGHT, flags, queue);
        var found = new ArrayList<Integer>();
        int interesting = queue.size();
        while (!queue.isEmpty() && interesting > 0) {
            int number = queue.remove();
            int flag = flags.getOrDefault(number, 0);
            interesting -= (flag & STALE) == 0 ? 1 : 0;
            if ((flag & (LEFT | RIGHT)) == (LEFT | RIGHT) && (flag & STALE) == 0) {
                found.add(number);
                flag |= STALE;
            }
            for (int parent : commits.parentNumbers(number)) {
                int before = flags.getOrDefault(parent, 0);
                int after = before | flag;
                if (after != before) {
                    flags.put(parent, after);
                    if (before == 0) {
                        queue.add(parent);
                        interesting += (after & STALE) == 0 ? 1 : 0;
                    } else {
                        interesting -= (before & STALE) == 0 && (after & STALE) != 0 ? 1 : 0;
                    }
                }
            }
        }
        return independent(found);
    }

    /// How many commits two sides have for themselves.
    ///
    /// @param left  those that only the left one reaches
    /// @param right those that only the right one reaches
    public record Apart(long left, long right) {}

    /// Counts what two commits reach and the other does not. Reads back to where they parted.
    public Apart apart(GitId left, GitId right) {
        Map<Integer, Integer> flags = new HashMap<>();
        var queue = new PriorityQueue<Integer>(Comparator.reverseOrder());
        mark(commits.requireNumber(left), LEFT, flags, queue);
        mark(commits.requireNumber(right), RIGHT, flags, queue);
        long[] alone = new long[RIGHT + 1];
        int open = queue.size();
        while (!queue.isEmpty() && open > 0) {
            int number = queue.remove();
            int flag = flags.getOrDefault(number, 0);
            if (flag != (LEFT | RIGHT)) {
                open--;
                alone[flag]++;
            }
            for (int parent : commits.parentNumbers(number)) {
                int before = flags.getOrDefault(parent, 0);
                int after = before | flag;
                flags.put(parent, after);
                if (before == 0) {
                    queue.add(parent);
                    open += after == (LEFT | RIGHT) ? 0 : 1;
                } else if (before != (LEFT | RIGHT) && after == (LEFT | RIGHT)) {
                    open--;
                }
            }
        }
        return new Apart(alone[LEFT], alone[RIGHT]);
    }

    private static void mark(int number, int flag, Map<Integer, Integer> flags, PriorityQueue<Integer> queue) {
        if (flags.merge(number, flag, (a, b) -> a | b) == flag) {
            queue.add(number);
        }
    }

    /// Without those that another one reaches.
    private List<GitId> independent(List<Integer> numbers) {
        var reached = new BitSet();
        var best = new ArrayList<GitId>();
        for (int number : numbers) {
            if (!reached.get(number)) {
                best.add(commits.commit(number).id());
                if (numbers.size() > 1) {
                    var walk = new CommitWalk(commits);
                    walk.from(number);
                    for (var next = walk.next(); next.isPresent(); next = walk.next()) {
                        reached.set(next.getAsInt());
                    }
                }
            }
        }
        return best;
    }
}
