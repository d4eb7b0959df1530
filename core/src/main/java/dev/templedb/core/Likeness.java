package dev.templedb.core;

import java.util.Optional;

/// Finds what a person probably meant: the known word that is nearest to the typed one.
public final class Likeness {
    private Likeness() {}

    /// The word of `known` that takes the fewest corrections, if that is no more than a third of the letters; the
    /// first
    /// of
    /// equals. Case does not count.
    public static Optional<String> nearest(String typed, Iterable<String> known) {
        Optional<String> nearest = Optional.empty();
        int least = Math.max(1, typed.length() / 3) + 1;
        for (String candidate : known) {
            int distance = distance(typed, candidate);
            if (distance < least) {
                least = distance;
                nearest = Optional.of(candidate);
            }
        }
        return nearest;
    }

    /// How many letters have to be inserted, deleted, changed or swapped with their neighbour.
    static int distance(String from, String to) {
        int width = to.length() + 1;
        var beforeLast = new int[width];
        var last = new int[width];
        for (int j = 0; j < width; j++) {
            last[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            var row = new int[width];
            row[0] = i;
            for (int j = 1; j < width; j++) {
                int cost = same(from, i, to, j) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && same(from, i, to, j - 1) && same(from, i - 1, to, j)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[width - 1];
    }

    private static boolean same(String a, int i, String b, int j) {
        return Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
    }
}
