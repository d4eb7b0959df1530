package dev.templedb.temple.textindex;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Which three characters in a row a text has, without regard to case, each once, as words for FTS5's tokenizer
/// `ascii`.
/// Half of an index is made in the time that its tokenizer `trigram` takes, which gives every place of each to the
/// index.
///
/// The end of a line counts as a character, and nothing goes over it. A word stands for the place where it begins, so
/// that each character of a text begins one (the last of a line only one of two characters), and what has one or two
/// characters is the beginning of a word. Further words say which [long rows][LongRow] there are. Not thread-safe.
public final class Trigrams {
    /// Those of ASCII alone, as bits; all are 0 between two texts.
    private final long[] ascii = new long[1 << 15];
    /// Which of these numbers are not 0.
    private final int[] used = new int[ascii.length];

    private int usedCount;

    private final Set<Long> others = new HashSet<>();
    private final Map<LongRow, Integer> longestRows = new EnumMap<>(LongRow.class);

    /// The words of `text`, which is in UTF-8, with a space after each.
    String words(byte[] text) {
        var decoded = new String(text, StandardCharsets.UTF_8);
        var words = new StringBuilder(Math.min(decoded.length(), 1 << 13) * 2);
        int one = '\n';
        int two = '\n';
        int row = 0;
        for (int at = 0; at < decoded.length(); ) {
            int point = decoded.codePointAt(at);
            if (LongRow.mayHave(point)) {
                row++;
            } else {
                endRow(decoded, at, row);
                row = 0;
            }
            at += Character.charCount(point);
            int three = folded(point);
            add(words, one, two, three);
            one = two;
            two = three;
        }
        endRow(decoded, decoded.length(), row);
        if (two != '\n') {
            add(words, one, two, '\n');
        }
        addRows(words);
        clear();
        return words.toString();
    }

    private void add(StringBuilder words, int one, int two, int three) {
        if (two == '\n') {
            return;
        }
        if (one != '\n' && isNew(one, two, three)) {
            words.appendCodePoint(written(one))
                    .appendCodePoint(written(two))
                    .appendCodePoint(written(three))
                    .append(' ');
        }
        if (three == '\n' && isNew(0, two, three)) {
            words.appendCodePoint(written(two)).appendCodePoint(written(three)).append(' ');
        }
    }

    private void endRow(String text, int end, int length) {
        if (length >= LongRow.SHORTEST) {
            for (var row : LongRow.values()) {
                longestRows.merge(row, row.longest(text, end - length, end), Math::max);
            }
        }
    }

    private void addRows(StringBuilder words) {
        longestRows.forEach((row, longest) -> {
            for (int length = LongRow.SHORTEST; length <= Math.min(longest, LongRow.LONGEST); length *= 2) {
                words.append(row.word(length)).append(' ');
            }
        });
        longestRows.clear();
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

    /// The word for these characters, or its beginning when they are less than three.
    public static String word(int... points) {
        var word = new StringBuilder();
        for (int point : points) {
            word.appendCodePoint(written(folded(point)));
        }
        return word.toString();
    }

    /// All forms of a letter become the same one.
    private static int folded(int point) {
        return point < 128
                ? point >= 'A' && point <= 'Z' ? point + 32 : point
                : Character.toLowerCase(Character.toUpperCase(point));
    }

    /// The tokenizer takes letters, digits and all characters beyond ASCII for parts of words. The others of ASCII
    /// take
    /// places of characters such as `§`, which go to where nobody writes.
    static int written(int point) {
        if (point < 128) {
            return Character.isLetterOrDigit(point) ? point : point + 128;
        }
        return point < 256 && !Character.isLetterOrDigit(point - 128) ? point + 0xE000 : point;
    }
}
