package dev.templedb.temple.diff;

import java.util.Arrays;
import org.eclipse.jgit.diff.Sequence;
import org.eclipse.jgit.diff.SequenceComparator;

/// The lines of two texts as numbers from 0: two lines have the same one exactly when they are equal.
///
/// @param count how many numbers there are
record NumberedLines(int[] before, int[] after, int count) {
    /// Numbers the first lines of two texts.
    ///
    /// @param leftOut how many lines at the end of both are left out
    static <S extends Sequence> NumberedLines of(
            SequenceComparator<? super S> comparator, S before, S after, int leftOut) {
        var numbering = new Numbering<S>(comparator, before.size() + after.size());
        var left = numbering.number(before, before.size() - leftOut);
        var right = numbering.number(after, after.size() - leftOut);
        return new NumberedLines(left, right, numbering.count);
    }

    /// A hash table with open places, of lines that stand for all that equal them.
    private static final class Numbering<S extends Sequence> {
        private final SequenceComparator<? super S> comparator;
        private final int[] places;
        private final int[] hashes;
        private final int[] lines;
        private final Object[] texts;
        private int count;

        Numbering(SequenceComparator<? super S> comparator, int most) {
            this.comparator = comparator;
            this.places = new int[Integer.highestOneBit(Math.max(8, most)) << 2];
            Arrays.fill(places, -1);
            this.hashes = new int[most];
            this.lines = new int[most];
            this.texts = new Object[most];
        }

        int[] number(S text, int size) {
            var numbers = new int[size];
            for (int line = 0; line < size; line++) {
                numbers[line] = numberOf(text, line);
            }
            return numbers;
        }

        private int numberOf(S text, int line) {
            int hash = comparator.hash(text, line);
            int spread = hash * 0x9e3779b9;
            for (int place = (spread ^ spread >>> 15) & places.length - 1; ; place = place + 1 & places.length - 1) {
                int known = places[place];
                if (known < 0) {
                    places[place] = count;
                    hashes[count] = hash;
                    lines[count] = line;
                    texts[count] = text;
                    return count++;
                }
                if (hashes[known] == hash && comparator.equals(textOf(known), lines[known], text, line)) {
                    return known;
                }
            }
        }

        @SuppressWarnings("unchecked")
        private S textOf(int number) {
            return (S) texts[number];
        }
    }
}
