package dev.templedb.cathedral.search;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What a person has typed, made safe for PostgreSQL: nothing but letters and digits gets into a query.
final class SearchWords {
    private static final int MOST = 10;
    private static final int LONGEST = 50;

    private SearchWords() {}

    static List<String> of(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
                .filter(word -> !word.isEmpty())
                .map(word -> word.substring(0, Math.min(word.length(), LONGEST)))
                .limit(MOST)
                .toList();
    }

    /// A query of PostgreSQL for texts that have all the words, each as the beginning of one.
    static String query(List<String> words) {
        return words.stream().map(word -> word + ":*").collect(Collectors.joining(" & "));
    }

    static String plain(List<String> words) {
        return String.join(" ", words);
    }
}
