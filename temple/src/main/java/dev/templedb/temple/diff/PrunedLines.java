package dev.templedb.temple.diff;

import java.util.Arrays;

/// Leaves lines out of a search that would tell nothing: those that the other text does not have, and, in the midst of
/// such, those that it has very often. They are changed.
final class PrunedLines {
    private static final int MOST_FREQUENT = 1024;
    private static final int MOST_LOOKED_AT = 100;
    private static final int SHARE_OF_FREQUENT = 4;

    private final ChangedLines lines;
    private final int[] inOther;
    private final int frequent;

    private enum Match {
        NONE,
        SOME,
        MANY
    }

    /// @param inOther how often the other text has a line, by number
    /// @param size    how many lines the text has
    PrunedLines(ChangedLines lines, int[] inOther, int size) {
        this.lines = lines;
        this.inOther = inOther;
        this.frequent = Math.min(root(size), MOST_FREQUENT);
    }

    /// How often a part of a text has each line.
    static int[] counts(ChangedLines lines, int begin, int end, int numbers) {
        var counts = new int[numbers];
        for (int line = begin; line < end; line++) {
            counts[lines.number(line)]++;
        }
        return counts;
    }

    /// A power of two near the square root.
    static int root(int number) {
        int root = 1;
        for (int rest = number; rest > 0; rest >>= 2) {
            root <<= 1;
        }
        return root;
    }

    /// The lines that take part; marks the others.
    int[] places(int begin, int end) {
        var matches = new Match[end - begin];
        for (int i = 0; i < matches.length; i++) {
            int count = inOther[lines.number(begin + i)];
            matches[i] = count == 0 ? Match.NONE : count < frequent ? Match.SOME : Match.MANY;
        }
        var places = new int[matches.length];
        int found = 0;
        for (int i = 0; i < matches.length; i++) {
            if (matches[i] == Match.NONE || matches[i] == Match.MANY && isAmongUnmatched(matches, i)) {
                lines.set(begin + i, true);
            } else {
                places[found++] = begin + i;
            }
        }
        return Arrays.copyOf(places, found);
    }

    /// Whether there are lines without a match on both sides, and more than three times as many as frequent ones,
    /// before
    /// any other comes.
    private static boolean isAmongUnmatched(Match[] matches, int at) {
        int none = 0;
        int many = 0;
        for (int step : new int[] {-1, 1}) {
            int noneHere = 0;
            int last = step < 0 ? Math.max(0, at - MOST_LOOKED_AT) : Math.min(matches.length - 1, at + MOST_LOOKED_AT);
            many++;
            for (int i = at + step; (last - i) * step >= 0 && matches[i] != Match.SOME; i += step) {
                if (matches[i] == Match.NONE) {
                    noneHere++;
                } else {
                    many++;
                }
            }
            if (noneHere == 0) {
                return false;
            }
            none += noneHere;
        }
        return many * SHARE_OF_FREQUENT < many + none;
    }
}
