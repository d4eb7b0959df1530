package dev.templedb.temple.search;

import dev.templedb.temple.textindex.LongRow;
import dev.templedb.temple.textindex.Trigrams;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a text must have for it to have what is sought. Case does not matter.
sealed interface Need {
    /// This text, of at least [#SHORTEST] characters.
    record Literal(String text) implements Need {}

    /// One of these texts, which have the same number of characters, at most [#SHORTEST].
    record Window(List<String> texts) implements Need {
        private int length() {
            String first = texts.getFirst();
            return first.codePointCount(0, first.length());
        }
    }

    /// At least so many characters of a kind in a row.
    record Row(LongRow kind, int length) implements Need {}

    /// All of these.
    record All(List<Need> parts) implements Need {}

    /// At least one of these.
    record Any(List<Need> parts) implements Need {}

    /// The index knows of so many characters in a row. What is shorter is the beginning of many words of it.
    int SHORTEST = 3;

    /// More groups of characters than this make the answer of the index hardly smaller.
    int MOST_GROUPS = 16;

    /// To put more words than this together costs the index some milliseconds.
    int MOST_CHEAP = 16;

    /// Texts that are looked for at once, at most.
    int MOST_WORDS = 8;

    /// What `query` needs; nothing when no character is certain.
    static Optional<Need> of(SearchQuery query) {
        return query.isRegex()
                ? RegexParser.parse(query.text()).flatMap(part -> RegexNeeds.of(part, query.mayIgnoreCase()))
                : Optional.of(literal(query.text()));
    }

    /// What a text needs that must be there as it is.
    static Need literal(String text) {
        return text.codePointCount(0, text.length()) < SHORTEST ? new Window(List.of(text)) : new Literal(text);
    }

    /// All of `parts`.
    static Optional<Need> all(List<Need> parts) {
        return parts.size() < 2 ? parts.stream().findFirst() : Optional.of(new All(List.copyOf(parts)));
    }

    /// At least one of `parts`.
    static Optional<Need> any(List<Need> parts) {
        return parts.size() < 2 ? parts.stream().findFirst() : Optional.of(new Any(List.copyOf(parts)));
    }

    /// Whether the index has to put many words together to answer, so that it is only asked when there is little to
    /// be found.
    default boolean isDear() {
        return switch (this) {
            case Literal _ -> false;
            case Window window -> window.length() < SHORTEST || window.texts().size() > MOST_CHEAP;
            case Row _ -> false;
            case All all -> all.parts().stream().allMatch(Need::isDear);
            case Any any -> any.parts().stream().anyMatch(Need::isDear);
        };
    }

    /// How many characters in a row are certain, or nearly.
    private static int length(Need need) {
        return switch (need) {
            case Literal _ -> SHORTEST;
            case Window window -> window.length();
            case Row _ -> SHORTEST;
            case All all -> all.parts().stream().mapToInt(Need::length).max().orElse(0);
            case Any any -> any.parts().stream().mapToInt(Need::length).min().orElse(0);
        };
    }

    /// Of several parts that are certain the ones that the index is asked for.
    private static List<Need> asked(All all) {
        if (!all.isDear()) {
            return all.parts().stream().filter(part -> !part.isDear()).toList();
        }
        int longest = length(all);
        return all.parts().stream().filter(part -> length(part) == longest).toList();
    }

    /// The same as an expression of SQLite's FTS5 over groups of three characters. What is dear is left out where
    /// something else is certain.
    default String expression() {
        return switch (this) {
            case Literal literal -> groups(literal.text());
            case Window window ->
                window.texts().stream().map(Need::group).distinct().collect(Collectors.joining(" OR ", "(", ")"));
            case Row row -> '"' + row.kind().word(row.length()) + '"';
            case All all -> asked(all).stream().map(Need::expression).collect(Collectors.joining(" AND ", "(", ")"));
            case Any any -> any.parts().stream().map(Need::expression).collect(Collectors.joining(" OR ", "(", ")"));
        };
    }

    /// A word of the index, or all that begin so.
    private static String group(String text) {
        int[] points = text.codePoints().toArray();
        return '"' + Trigrams.word(points) + (points.length < SHORTEST ? "\"*" : "\"");
    }

    private static String groups(String text) {
        int[] points = text.codePoints().toArray();
        var groups = new LinkedHashSet<String>();
        for (int i = 0; i + SHORTEST <= points.length; i++) {
            groups.add('"' + Trigrams.word(points[i], points[i + 1], points[i + 2]) + '"');
        }
        var all = List.copyOf(groups);
        int taken = Math.min(all.size(), MOST_GROUPS);
        var some = new ArrayList<String>();
        for (int i = 0; i < taken; i++) {
            some.add(all.get(i * all.size() / taken));
        }
        return some.stream().collect(Collectors.joining(" AND ", "(", ")"));
    }

    /// Sets of texts, the best first: each line that matches has at least one text of each set. None when nothing
    /// is
    /// certain.
    default List<List<String>> words() {
        return switch (this) {
            case Literal literal -> List.of(List.of(literal.text()));
            case Window window ->
                window.length() < SHORTEST || window.texts().size() > MOST_WORDS ? List.of() : List.of(window.texts());
            case Row _ -> List.of();
            case All all ->
                all.parts().stream()
                        .flatMap(part -> part.words().stream())
                        .distinct()
                        .sorted(Comparator.comparingInt(Need::worth).reversed())
                        .limit(MOST_WORDS)
                        .toList();
            case Any any -> {
                var words = any.parts().stream().map(Need::words).toList();
                var best = words.stream()
                        .flatMap(sets -> sets.stream().limit(1).flatMap(List::stream))
                        .distinct()
                        .toList();
                yield words.stream().anyMatch(List::isEmpty) || best.size() > MOST_WORDS ? List.of() : List.of(best);
            }
        };
    }

    /// Few and long texts are found fast, and seldom in vain.
    private static int worth(List<String> words) {
        int shortest = words.stream()
                .mapToInt(word -> word.getBytes(StandardCharsets.UTF_8).length)
                .min()
                .orElse(0);
        return shortest * 4 - words.size();
    }
}
