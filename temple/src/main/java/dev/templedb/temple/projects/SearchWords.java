package dev.templedb.temple.projects;

import dev.templedb.packages.json.CanonicalJson;
import dev.templedb.packages.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The words of a text that projects are searched for. The index knows three characters in a row, so shorter words are
/// looked for in
/// what is left.
///
/// @param all     every word
/// @param longer  those that the index finds
/// @param shorter the others
record SearchWords(List<String> all, List<String> longer, List<String> shorter) {
    private static final int INDEXED = 3;

    static SearchWords of(@Nullable String text) {
        var words = text == null || text.isBlank()
                ? List.<String>of()
                : List.of(text.strip().split("\\s+"));
        return new SearchWords(
                words,
                words.stream().filter(SearchWords::isIndexed).toList(),
                words.stream().filter(word -> !isIndexed(word)).toList());
    }

    private static boolean isIndexed(String word) {
        return word.codePointCount(0, word.length()) >= INDEXED;
    }

    /// What the index is asked for: all of the longer words.
    String match() {
        return String.join(
                " AND ",
                longer.stream()
                        .map(word -> '"' + word.replace("\"", "\"\"") + '"')
                        .toList());
    }

    /// The shorter words as a JSON array.
    String others() {
        return array(shorter);
    }

    /// Texts as a JSON array.
    static String array(List<String> texts) {
        return texts.isEmpty()
                ? "[]"
                : new String(CanonicalJson.write(Json.Arr.ofTexts(texts)), StandardCharsets.UTF_8);
    }
}
