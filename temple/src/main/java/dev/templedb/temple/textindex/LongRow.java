package dev.templedb.temple.textindex;

/// Characters of one kind, many in a row: what numbers, hashes, constants and keys consist of. The index says of each
/// text how long its longest rows are, because no three of their characters are certain.
public enum LongRow {
    /// Decimal digits.
    DIGITS('d', "0123456789"),
    /// Hexadecimal digits in any case.
    HEXADECIMAL('x', "0123456789abcdefABCDEF"),
    /// Capitals of ASCII.
    CAPITALS('c', "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    /// Letters and digits, and what base64 has besides.
    LETTERS('l', "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-+/=");

    /// Shorter rows are in most texts. The index knows of rows of this length, twice and four times as many, and so
    /// on.
    public static final int SHORTEST = 8;

    /// More characters than this are as good as this many.
    static final int LONGEST = 64;

    /// Which of the characters 0 to 63 it may have, as bits, and which of 64 to 127.
    private final long low;

    private final long high;

    private final char letter;

    LongRow(char letter, String characters) {
        this.letter = letter;
        this.low = bits(characters, 0);
        this.high = bits(characters, 64);
    }

    private static long bits(String characters, int first) {
        return characters
                .chars()
                .filter(point -> point >= first && point < first + 64)
                .mapToLong(point -> 1L << point - first)
                .reduce(0, (one, other) -> one | other);
    }

    /// Whether a row of some kind may have this character.
    static boolean mayHave(int point) {
        return LETTERS.has(point);
    }

    private boolean has(int point) {
        return point < 128 && ((point < 64 ? low : high) >>> (point & 63) & 1) != 0;
    }

    /// Whether it has all these characters of ASCII.
    ///
    /// @param someLow  which of 0 to 63, as bits
    /// @param someHigh which of 64 to 127
    public boolean hasAll(long someLow, long someHigh) {
        return (someLow & ~low) == 0 && (someHigh & ~high) == 0;
    }

    /// How many characters of this kind there are in a row between two places.
    public int longest(CharSequence text, int start, int end) {
        int longest = 0;
        int length = 0;
        for (int i = start; i < end; i++) {
            length = has(text.charAt(i)) ? length + 1 : 0;
            longest = Math.max(longest, length);
        }
        return longest;
    }

    /// The word of a text that has at least so many of them in a row.
    ///
    /// @param length at least [#SHORTEST]
    public String word(int length) {
        int known = Math.min(Integer.highestOneBit(length), LONGEST);
        return new StringBuilder()
                .appendCodePoint(Trigrams.written('\n'))
                .append(letter)
                .append((char) ('a' + Integer.numberOfTrailingZeros(known)))
                .toString();
    }
}
