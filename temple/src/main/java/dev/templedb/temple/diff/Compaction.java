package dev.templedb.temple.diff;

import java.util.Optional;

/// Slides what is changed in one text to where git shows it. Lines that were added or removed can often be read in
/// several
/// ways, since the line before them equals the last of them, or the first of them the line behind.
///
/// Each group of changed lines is joined with those that it bumps into, is then put beside the last change of the other
/// text that it can stand beside, and else where [SplitScore] says that a text is best divided, or as far down as it
/// goes.
final class Compaction {
    private static final int FARTHEST = 100;

    private final Optional<SplitScore.Indents> indents;
    private final Group group;
    private final Group opposite;

    private Compaction(ChangedLines lines, ChangedLines other, Optional<SplitScore.Indents> indents) {
        this.indents = indents;
        this.group = new Group(lines);
        this.opposite = new Group(other);
    }

    /// Slides the changes of `lines`; those of `other` stay.
    ///
    /// @param indents of `lines`; empty: groups go down as far as they can
    static void slide(ChangedLines lines, ChangedLines other, Optional<SplitScore.Indents> indents) {
        var compaction = new Compaction(lines, other, indents);
        do {
            if (!compaction.group.isEmpty()) {
                compaction.slide();
            }
        } while (compaction.next());
    }

    private boolean next() {
        return group.next() && opposite.next();
    }

    private boolean up() {
        return group.up() && opposite.previous();
    }

    private boolean down() {
        return group.down() && opposite.next();
    }

    private void slide() {
        int size;
        int highest;
        boolean isBeside;
        do {
            size = group.size();
            while (up()) {}
            highest = group.end;
            isBeside = !opposite.isEmpty();
            while (down()) {
                isBeside |= !opposite.isEmpty();
            }
        } while (size != group.size());
        if (group.end == highest) {
            return;
        }
        if (isBeside) {
            while (opposite.isEmpty() && up()) {}
        } else if (indents.isPresent()) {
            int best = best(indents.get(), highest, size);
            while (group.end > best && up()) {}
        }
    }

    /// The best of the ends that the group can have; the last one of equals.
    private int best(SplitScore.Indents of, int highest, int size) {
        int best = -1;
        var bestScore = SplitScore.NONE;
        int from = Math.max(highest, Math.max(group.end - size - 1, group.end - FARTHEST));
        for (int end = from; end <= group.end; end++) {
            var score = SplitScore.of(of, end).plus(SplitScore.of(of, end - size));
            if (best < 0 || score.isAsGoodAs(bestScore)) {
                best = end;
                bestScore = score;
            }
        }
        return best;
    }

    /// Changed lines that follow each other. There is one before each unchanged line and one at the end; most are
    /// empty.
    /// Since the unchanged lines are the same in both texts, so is the number of groups.
    private static final class Group {
        private final ChangedLines lines;
        private int start;
        private int end;

        Group(ChangedLines lines) {
            this.lines = lines;
            expandDown();
        }

        boolean isEmpty() {
            return start == end;
        }

        int size() {
            return end - start;
        }

        boolean next() {
            if (end == lines.size()) {
                return false;
            }
            start = end + 1;
            end = start;
            expandDown();
            return true;
        }

        boolean previous() {
            if (start == 0) {
                return false;
            }
            end = start - 1;
            start = end;
            expandUp();
            return true;
        }

        /// Slides up by a line, if that reads the same.
        boolean up() {
            if (start == 0 || !lines.isEqual(start - 1, end - 1)) {
                return false;
            }
            lines.set(--start, true);
            lines.set(--end, false);
            expandUp();
            return true;
        }

        boolean down() {
            if (end == lines.size() || !lines.isEqual(start, end)) {
                return false;
            }
            lines.set(start++, false);
            lines.set(end++, true);
            expandDown();
            return true;
        }

        private void expandUp() {
            while (lines.isChanged(start - 1)) {
                start--;
            }
        }

        private void expandDown() {
            while (lines.isChanged(end)) {
                end++;
            }
        }
    }
}
