package dev.templedb.temple.diff;

import java.util.Arrays;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.EditList;

/// The numbered lines of one text, and which of them the other text does not have. What is not changed stands in both,
/// in
/// the same order.
final class ChangedLines {
    private final int[] numbers;
    private final boolean[] changed;

    ChangedLines(int[] numbers) {
        this.numbers = numbers;
        this.changed = new boolean[numbers.length];
    }

    int size() {
        return numbers.length;
    }

    int number(int line) {
        return numbers[line];
    }

    boolean isEqual(int line, int other) {
        return numbers[line] == numbers[other];
    }

    /// Whether a line is changed; none before the first and behind the last is.
    boolean isChanged(int line) {
        return line >= 0 && line < changed.length && changed[line];
    }

    void set(int line, boolean isChanged) {
        changed[line] = isChanged;
    }

    /// Marks the lines from `begin` up to and without `end`.
    void change(int begin, int end) {
        Arrays.fill(changed, begin, end, true);
    }

    private int endOfChange(int begin) {
        int end = begin;
        while (isChanged(end)) {
            end++;
        }
        return end;
    }

    /// What is changed in two texts.
    static EditList edits(ChangedLines before, ChangedLines after) {
        var edits = new EditList();
        int left = 0;
        int right = 0;
        while (left < before.size() || right < after.size()) {
            int leftEnd = before.endOfChange(left);
            int rightEnd = after.endOfChange(right);
            if (leftEnd > left || rightEnd > right) {
                edits.add(new Edit(left, leftEnd, right, rightEnd));
            }
            left = leftEnd + 1;
            right = rightEnd + 1;
        }
        return edits;
    }
}
