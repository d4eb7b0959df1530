package dev.templedb.temple.diff;

import java.util.ArrayDeque;

/// Finds what is changed between two texts as git's merge does: the longest run of lines that both have is kept that
/// holds one that is rare in the text before, then what lies before it and behind it is looked at in the same way.
final class HistogramDiff {
    private static final int MOST_FREQUENT = 64;

    private final ChangedLines before;
    private final ChangedLines after;
    private final int numbers;
    /// By number: how often the line stands in the part of the text before that is looked at, and where first.
    private final int[] counts;
    private final int[] firsts;
    /// The next line that equals one; -1: there is none.
    private final int[] nexts;

    /// Where a run of equal lines is.
    private record Run(int before, int after, int length) {}

    private HistogramDiff(ChangedLines before, ChangedLines after, int numbers) {
        this.before = before;
        this.after = after;
        this.numbers = numbers;
        this.counts = new int[numbers];
        this.firsts = new int[numbers];
        this.nexts = new int[before.size()];
    }

    /// Marks what is changed.
    static void mark(ChangedLines before, ChangedLines after, int numbers) {
        var diff = new HistogramDiff(before, after, numbers);
        var parts = new ArrayDeque<MyersDiff.Box>();
        parts.push(new MyersDiff.Box(0, before.size(), 0, after.size()));
        while (!parts.isEmpty()) {
            diff.mark(parts.pop(), parts);
        }
    }

    private void mark(MyersDiff.Box part, ArrayDeque<MyersDiff.Box> parts) {
        if (part.beginBefore() == part.endBefore() || part.beginAfter() == part.endAfter()) {
            before.change(part.beginBefore(), part.endBefore());
            after.change(part.beginAfter(), part.endAfter());
            return;
        }
        count(part);
        var search = new Search(part);
        var run = search.run();
        forget(part);
        if (search.isOnlyFrequent()) {
            MyersDiff.mark(before, after, part, numbers);
        } else if (run.length() == 0) {
            before.change(part.beginBefore(), part.endBefore());
            after.change(part.beginAfter(), part.endAfter());
        } else {
            parts.push(new MyersDiff.Box(
                    run.before() + run.length(), part.endBefore(), run.after() + run.length(), part.endAfter()));
            parts.push(new MyersDiff.Box(part.beginBefore(), run.before(), part.beginAfter(), run.after()));
        }
    }

    private void count(MyersDiff.Box part) {
        for (int line = part.endBefore() - 1; line >= part.beginBefore(); line--) {
            int number = before.number(line);
            nexts[line] = counts[number]++ == 0 ? -1 : firsts[number];
            firsts[number] = line;
        }
    }

    private void forget(MyersDiff.Box part) {
        for (int line = part.beginBefore(); line < part.endBefore(); line++) {
            counts[before.number(line)] = 0;
        }
    }

    private final class Search {
        private final MyersDiff.Box part;
        private Run best = new Run(0, 0, 0);
        private int rarest = MOST_FREQUENT + 1;
        private boolean hasCommon;

        Search(MyersDiff.Box part) {
            this.part = part;
        }

        /// Whether both have lines in common, but all of them are too frequent to be looked at.
        boolean isOnlyFrequent() {
            return hasCommon && rarest > MOST_FREQUENT;
        }

        Run run() {
            int line = part.beginAfter();
            while (line < part.endAfter()) {
                line = look(line);
            }
            return best;
        }

        /// Looks at every place where the text before has a line; returns the line to go on with.
        private int look(int line) {
            int next = line + 1;
            int number = after.number(line);
            hasCommon |= counts[number] > 0;
            if (counts[number] == 0 || counts[number] > rarest) {
                return next;
            }
            int place = firsts[number];
            while (place >= 0) {
                int frequency = counts[number];
                int begin = place;
                int beginAfter = line;
                while (begin > part.beginBefore()
                        && beginAfter > part.beginAfter()
                        && before.number(begin - 1) == after.number(beginAfter - 1)) {
                    begin--;
                    beginAfter--;
                    frequency = Math.min(frequency, counts[before.number(begin)]);
                }
                int end = place + 1;
                int endAfter = line + 1;
                while (end < part.endBefore()
                        && endAfter < part.endAfter()
                        && before.number(end) == after.number(endAfter)) {
                    frequency = Math.min(frequency, counts[before.number(end)]);
                    end++;
                    endAfter++;
                }
                next = Math.max(next, endAfter);
                if (best.length() < end - begin || frequency < rarest) {
                    best = new Run(begin, beginAfter, end - begin);
                    rarest = frequency;
                }
                place = nexts[place];
                while (place >= 0 && place < end) {
                    place = nexts[place];
                }
            }
            return next;
        }
    }
}
