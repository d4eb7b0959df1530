package dev.templedb.temple.textindex;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/// Which three characters in a row a text has, without regard to case, each once, as words for FTS5's tokenizer
/// `ascii`.
/// Half of an index is made in the time that its tokenizer `trigram` takes, which gives every place of each to the
/// index.
///
/// What goes over the end of a line is left out. Not thread-safe.
public final class Trigrams {
    /// Those of ASCII alone, as bits; all are 0 between two texts.
    private final long[] ascii = new long[1 << 15];
    /// Which of these numbers are not 0.
    private final int[] used = new int[ascii.length];

    private int usedCount;

    private final Set<Long> others = new HashSet<>();

    /// The words of `text`, which is in UTF-8, with a space after each.
    String words(byte[] text) {
        var decoded = new String(text, StandardCharsets.UTF_8);
        var words = new StringBuilder(Math.min(decoded.length(), 1 << 13) * 2);
        int one = '\n';
        int two = '\n';
        for (int at = 0; at < decoded.length(); ) {
            int point = decoded.codePointAt(at);
            at += Character.charCount(point);
            int three = folded(point);
            if (one != '\n' && two != '\n' && three != '\n' && isNew(one, two, three)) {
                words.appendCodePoint(written(one))
                        .appendCodePoint(written(two))
                        .appendCodePoint(written(three))
                        .append(' ');
            }
            one = two;
            two = three;
        }
        clear();
        return words.toString();
    }

    private void clear() {
        for (int i = 0; i < usedCount; i++) {
            ascii[used[i]] = 0;
        }
        usedCount = 0;
        others.clear();
    }

    private boolean isNew(int one, int two, int three) {
        if ((one | two | three) >= 128) {
            return others.add((long) one << 42 | (long) two << 21 | three);
        }
        int key = one << 14 | two << 7 | three;
        long known = ascii[key >>> 6];
        if (known == 0) {
            used[usedCount++] = key >>> 6;
        }
        ascii[key >>> 6] = known | 1L << key;
        return (known & 1L << key) == 0;
    }

    /// The word for these characters.
    public static String word(int one, int two, int three) {
        return new StringBuilder()
                .appendCodePoint(written(folded(one)))
                .appendCodePoint(written(folded(two)))
                .appendCodePoint(written(folded(three)))
                .toString();
    }

    /// All forms of a letter become the same one.
    private static int folded(int point) {
        return point < 128
                ? point >= 'A' && point <= 'Z' ? point + 32 : point
                : Character.toLowerCase(Character.toUpperCase(point));
    }

    /// The tokenizer takes letters, digits and all characters beyond ASCII for parts of words. That others become
    /// the same
    /// as some of these only makes a search look into a text in vain.
    private static int written(int point) {
        return point >= 128 || Character.isLetterOrDigit(point) ? point : point + 128;
    }
}
