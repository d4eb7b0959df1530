package dev.templedb.temple.diff;

import java.util.Arrays;

/// Finds what is changed between two texts by Eugene Myers' algorithm ("An O(ND) Difference Algorithm and Its
/// Variations", 1986) in linear space, with the short cuts by which git chooses one of several readings: lines that the
/// other text does not have take no part, lines that it has very often take none among such, and a search that gets too
/// costly takes the best place that it has reached.
final class MyersDiff {
    private static final int LEAST_COST_BOUND = 256;
    private static final int LEAST_COST_OF_GUESS = 256;
    private static final int LONG_RUN = 20;
    private static final int GAIN_OF_GUESS = 4;

    private final int[] before;
    private final int[] after;
    private final ChangedLines beforeLines;
    private final ChangedLines afterLines;
    private final int[] beforePlaces;
    private final int[] afterPlaces;
    /// How far a path of so many edits gets on each diagonal, from the beginning and from the end.
    private final int[] forward;
    private final int[] backward;
    private final int shift;
    private final int mostCost;

    /// Lines of both texts, from `begin` up to and without `end`.
    record Box(int beginBefore, int endBefore, int beginAfter, int endAfter) {}

    /// Where a box is divided, and whether the two parts must be read with the fewest edits.
    private record Split(int before, int after, boolean isFirstExact, boolean isSecondExact) {}

    private MyersDiff(ChangedLines beforeLines, int[] beforePlaces, ChangedLines afterLines, int[] afterPlaces) {
        this.beforeLines = beforeLines;
        this.afterLines = afterLines;
        this.beforePlaces = beforePlaces;
        this.afterPlaces = afterPlaces;
        this.before = Arrays.stream(beforePlaces).map(beforeLines::number).toArray();
        this.after = Arrays.stream(afterPlaces).map(afterLines::number).toArray();
        int diagonals = before.length + after.length + 3;
        this.forward = new int[diagonals];
        this.backward = new int[diagonals];
        this.shift = after.length + 1;
        this.mostCost = Math.max(LEAST_COST_BOUND, PrunedLines.root(diagonals));
    }

    /// Marks what is changed within a part of two texts.
    static void mark(ChangedLines before, ChangedLines after, Box part, int numbers) {
        int beginBefore = part.beginBefore();
        int beginAfter = part.beginAfter();
        int endBefore = part.endBefore();
        int endAfter = part.endAfter();
        while (beginBefore < endBefore
                && beginAfter < endAfter
                && before.number(beginBefore) == after.number(beginAfter)) {
            beginBefore++;
            beginAfter++;
        }
        while (beginBefore < endBefore
                && beginAfter < endAfter
                && before.number(endBefore - 1) == after.number(endAfter - 1)) {
            endBefore--;
            endAfter--;
        }
        if (beginBefore == endBefore || beginAfter == endAfter) {
            before.change(beginBefore, endBefore);
            after.change(beginAfter, endAfter);
            return;
        }
        var inBefore = PrunedLines.counts(before, part.beginBefore(), part.endBefore(), numbers);
        var inAfter = PrunedLines.counts(after, part.beginAfter(), part.endAfter(), numbers);
        var beforePlaces =
                new PrunedLines(before, inAfter, part.endBefore() - part.beginBefore()).places(beginBefore, endBefore);
        var afterPlaces =
                new PrunedLines(after, inBefore, part.endAfter() - part.beginAfter()).places(beginAfter, endAfter);
        var diff = new MyersDiff(before, beforePlaces, after, afterPlaces);
        diff.compare(new Box(0, beforePlaces.length, 0, afterPlaces.length), false);
    }

    private void compare(Box box, boolean isExact) {
        int beginBefore = box.beginBefore();
        int beginAfter = box.beginAfter();
        int endBefore = box.endBefore();
        int endAfter = box.endAfter();
        while (beginBefore < endBefore && beginAfter < endAfter && before[beginBefore] == after[beginAfter]) {
            beginBefore++;
            beginAfter++;
        }
        while (beginBefore < endBefore && beginAfter < endAfter && before[endBefore - 1] == after[endAfter - 1]) {
            endBefore--;
            endAfter--;
        }
        if (beginBefore == endBefore) {
            for (int i = beginAfter; i < endAfter; i++) {
                afterLines.set(afterPlaces[i], true);
            }
        } else if (beginAfter == endAfter) {
            for (int i = beginBefore; i < endBefore; i++) {
                beforeLines.set(beforePlaces[i], true);
            }
        } else {
            var split = new Search(beginBefore, endBefore, beginAfter, endAfter).split(isExact);
            compare(new Box(beginBefore, split.before(), beginAfter, split.after()), split.isFirstExact());
            compare(new Box(split.before(), endBefore, split.after(), endAfter), split.isSecondExact());
        }
    }

    /// The search for a place in the middle of a path through a box, from both ends at once. A diagonal is a line's
    /// place
    /// in the text before less that in the text after.
    private final class Search {
        private final int beginBefore;
        private final int endBefore;
        private final int beginAfter;
        private final int endAfter;
        private final int first;
        private final int last;
        private int firstForward;
        private int lastForward;
        private int firstBackward;
        private int lastBackward;
        private boolean isRunFound;

        Search(int beginBefore, int endBefore, int beginAfter, int endAfter) {
            this.beginBefore = beginBefore;
            this.endBefore = endBefore;
            this.beginAfter = beginAfter;
            this.endAfter = endAfter;
            this.first = beginBefore - endAfter;
            this.last = endBefore - beginAfter;
            this.firstForward = beginBefore - beginAfter;
            this.lastForward = firstForward;
            this.firstBackward = endBefore - endAfter;
            this.lastBackward = firstBackward;
        }

        Split split(boolean isExact) {
            int start = firstForward;
            int end = firstBackward;
            boolean isOdd = (start - end & 1) != 0;
            forward[shift + start] = beginBefore;
            backward[shift + end] = endBefore;
            for (int cost = 1; ; cost++) {
                isRunFound = false;
                var met = stepForward(isOdd);
                if (met == null) {
                    met = stepBackward(!isOdd);
                }
                if (met != null) {
                    return met;
                }
                if (isExact) {
                    continue;
                }
                if (isRunFound && cost > LEAST_COST_OF_GUESS) {
                    var guess = guessForward(start, cost);
                    if (guess == null) {
                        guess = guessBackward(end, cost);
                    }
                    if (guess != null) {
                        return guess;
                    }
                }
                if (cost >= mostCost) {
                    return furthest();
                }
            }
        }

        private @org.jspecify.annotations.Nullable Split stepForward(boolean canMeet) {
            if (firstForward > first) {
                forward[shift + --firstForward - 1] = -1;
            } else {
                firstForward++;
            }
            if (lastForward < last) {
                forward[shift + ++lastForward + 1] = -1;
            } else {
                lastForward--;
            }
            for (int diagonal = lastForward; diagonal >= firstForward; diagonal -= 2) {
                int from = Math.max(forward[shift + diagonal - 1] + 1, forward[shift + diagonal + 1]);
                int at = from;
                while (at < endBefore && at - diagonal < endAfter && before[at] == after[at - diagonal]) {
                    at++;
                }
                isRunFound |= at - from > LONG_RUN;
                forward[shift + diagonal] = at;
                if (canMeet
                        && firstBackward <= diagonal
                        && diagonal <= lastBackward
                        && backward[shift + diagonal] <= at) {
                    return new Split(at, at - diagonal, true, true);
                }
            }
            return null;
        }

        private @org.jspecify.annotations.Nullable Split stepBackward(boolean canMeet) {
            if (firstBackward > first) {
                backward[shift + --firstBackward - 1] = Integer.MAX_VALUE;
            } else {
                firstBackward++;
            }
            if (lastBackward < last) {
                backward[shift + ++lastBackward + 1] = Integer.MAX_VALUE;
            } else {
                lastBackward--;
            }
            for (int diagonal = lastBackward; diagonal >= firstBackward; diagonal -= 2) {
                int from = Math.min(backward[shift + diagonal - 1], backward[shift + diagonal + 1] - 1);
                int at = from;
                while (at > beginBefore && at - diagonal > beginAfter && before[at - 1] == after[at - diagonal - 1]) {
                    at--;
                }
                isRunFound |= from - at > LONG_RUN;
                backward[shift + diagonal] = at;
                if (canMeet && firstForward <= diagonal && diagonal <= lastForward && at <= forward[shift + diagonal]) {
                    return new Split(at, at - diagonal, true, true);
                }
            }
            return null;
        }

        /// A path from the beginning that has got far for what it cost, and ends in a long run of equal lines.
        private @org.jspecify.annotations.Nullable Split guessForward(int start, int cost) {
            long best = 0;
            Split split = null;
            for (int diagonal = lastForward; diagonal >= firstForward; diagonal -= 2) {
                int at = forward[shift + diagonal];
                int atAfter = at - diagonal;
                long gain = (long) at - beginBefore + atAfter - beginAfter - Math.abs(diagonal - start);
                if (gain > (long) GAIN_OF_GUESS * cost
                        && gain > best
                        && beginBefore + LONG_RUN <= at
                        && at < endBefore
                        && beginAfter + LONG_RUN <= atAfter
                        && atAfter < endAfter
                        && isRun(at - LONG_RUN, atAfter - LONG_RUN)) {
                    best = gain;
                    split = new Split(at, atAfter, true, false);
                }
            }
            return split;
        }

        private @org.jspecify.annotations.Nullable Split guessBackward(int end, int cost) {
            long best = 0;
            Split split = null;
            for (int diagonal = lastBackward; diagonal >= firstBackward; diagonal -= 2) {
                int at = backward[shift + diagonal];
                int atAfter = at - diagonal;
                long gain = (long) endBefore - at + endAfter - atAfter - Math.abs(diagonal - end);
                if (gain > (long) GAIN_OF_GUESS * cost
                        && gain > best
                        && beginBefore < at
                        && at <= endBefore - LONG_RUN
                        && beginAfter < atAfter
                        && atAfter <= endAfter - LONG_RUN
                        && isRun(at, atAfter)) {
                    best = gain;
                    split = new Split(at, atAfter, false, true);
                }
            }
            return split;
        }

        private boolean isRun(int at, int atAfter) {
            return Arrays.equals(before, at, at + LONG_RUN, after, atAfter, atAfter + LONG_RUN);
        }

        /// The place that the paths from one end have got to with the most lines behind them.
        private Split furthest() {
            int most = -1;
            int mostAt = -1;
            for (int diagonal = lastForward; diagonal >= firstForward; diagonal -= 2) {
                int at = Math.min(Math.min(forward[shift + diagonal], endBefore), endAfter + diagonal);
                if (most < at + at - diagonal) {
                    most = at + at - diagonal;
                    mostAt = at;
                }
            }
            int least = Integer.MAX_VALUE;
            int leastAt = Integer.MAX_VALUE;
            for (int diagonal = lastBackward; diagonal >= firstBackward; diagonal -= 2) {
                int at = Math.max(Math.max(beginBefore, backward[shift + diagonal]), beginAfter + diagonal);
                if (at + at - diagonal < least) {
                    least = at + at - diagonal;
                    leastAt = at;
                }
            }
            return endBefore + endAfter - least < most - beginBefore - beginAfter
                    ? new Split(mostAt, most - mostAt, true, false)
                    : new Split(leastAt, least - leastAt, false, true);
        }
    }
}
