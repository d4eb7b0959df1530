package dev.templedb.temple.diff;

import java.util.Optional;
import org.eclipse.jgit.diff.DiffAlgorithm;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.diff.Sequence;
import org.eclipse.jgit.diff.SequenceComparator;

/// Compares two texts line by line, and of several equal readings takes the one that git takes.
///
/// Costs about the lines of both times the lines that changed, bounded for texts that have little in common. All
/// methods
/// may be called from several threads.
public final class TextDiff {
    private static final int BLOCK = 1024;

    private TextDiff() {}

    /// As `git diff`: with Myers' algorithm and the indent heuristic.
    public static EditList of(RawText before, RawText after) {
        return of(before, after, 0);
    }

    /// As git compares where it shows no lines around changes, in `git blame` for one: what is the same at the end
    /// of
    /// both is not looked at, in blocks of 1024 bytes, so that no change slides into it.
    public static EditList withoutContext(RawText before, RawText after) {
        return of(before, after, linesOfCommonBlocks(before, after));
    }

    private static EditList of(RawText before, RawText after, int leftOut) {
        var numbered = NumberedLines.of(RawTextComparator.DEFAULT, before, after, leftOut);
        var old = new ChangedLines(numbered.before());
        var now = new ChangedLines(numbered.after());
        MyersDiff.mark(old, now, new MyersDiff.Box(0, old.size(), 0, now.size()), numbered.count());
        Compaction.slide(old, now, Optional.of(new SplitScore.Indents(before, old.size())));
        Compaction.slide(now, old, Optional.of(new SplitScore.Indents(after, now.size())));
        return ChangedLines.edits(old, now);
    }

    private static int linesOfCommonBlocks(RawText before, RawText after) {
        var left = before.getRawContent();
        var right = after.getRawContent();
        int smaller = Math.min(left.length, right.length);
        int common = 0;
        while (common + BLOCK <= smaller && isSameBlock(left, right, common + BLOCK)) {
            common += BLOCK;
        }
        int begin = left.length - common;
        while (begin < left.length && left[begin] != '\n') {
            begin++;
        }
        int lines = 0;
        for (int i = begin + 1; i < left.length; i++) {
            lines += left[i] == '\n' || i == left.length - 1 ? 1 : 0;
        }
        return lines;
    }

    private static boolean isSameBlock(byte[] left, byte[] right, int fromEnd) {
        return java.util.Arrays.equals(
                left,
                left.length - fromEnd,
                left.length - fromEnd + BLOCK,
                right,
                right.length - fromEnd,
                right.length - fromEnd + BLOCK);
    }

    /// As `git merge` compares its sides: with the histogram algorithm, changes as far down as they go.
    public static DiffAlgorithm forMerge() {
        return new ForMerge();
    }

    private static final class ForMerge extends DiffAlgorithm {
        @Override
        public <S extends Sequence> EditList diff(SequenceComparator<? super S> comparator, S before, S after) {
            var numbered = NumberedLines.of(comparator, before, after, 0);
            var old = new ChangedLines(numbered.before());
            var now = new ChangedLines(numbered.after());
            HistogramDiff.mark(old, now, numbered.count());
            Compaction.slide(old, now, Optional.empty());
            Compaction.slide(now, old, Optional.empty());
            return ChangedLines.edits(old, now);
        }

        @Override
        public <S extends Sequence> EditList diffNonCommon(
                SequenceComparator<? super S> comparator, S before, S after) {
            return diff(comparator, before, after);
        }
    }
}
