package dev.templedb.temple.search;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds lines that have one of some words, perhaps without regard to case: those that an expression must be tried on.
final class WordsMatcher {
    private final byte[][] words;
    private final boolean ignoreCase;
    private final boolean[] isFirst = new boolean[256];
    /// Of a single word as it stands, which is found without looking at most bytes.
    private final @Nullable TextMatcher only;

    private WordsMatcher(List<String> words, boolean ignoreCase) {
        this.ignoreCase = ignoreCase;
        this.only = words.size() == 1 && !ignoreCase ? new TextMatcher(words.getFirst()) : null;
        this.words = words.stream()
                .map(word -> (ignoreCase ? word.toLowerCase(Locale.ROOT) : word).getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        for (var word : this.words) {
            isFirst[word[0] & 0xFF] = true;
            if (ignoreCase) {
                isFirst[Character.toUpperCase(word[0]) & 0xFF] = true;
            }
        }
    }

    /// A matcher for `words`; nothing when there are none, or when other letters than those of ASCII would have to
    /// be
    /// compared without regard to case.
    static Optional<WordsMatcher> of(List<String> words, boolean ignoreCase) {
        boolean isAscii = words.stream().allMatch(word -> word.chars().allMatch(letter -> letter < 128));
        return words.isEmpty() || ignoreCase && !isAscii
                ? Optional.empty()
                : Optional.of(new WordsMatcher(words, ignoreCase));
    }

    /// Where the first of the words begins, or -1. Without regard to case a byte that is not ASCII may belong to
    /// any
    /// word: some such letters are forms of ASCII ones.
    int next(byte[] content, int start, int end) {
        if (only != null) {
            return only.next(content, start, end);
        }
        for (int at = start; at < end; at++) {
            int letter = content[at];
            if (letter < 0 && ignoreCase || isFirst[letter & 0xFF] && isAnyAt(content, at, end)) {
                return at;
            }
        }
        return -1;
    }

    private boolean isAnyAt(byte[] content, int at, int end) {
        for (var word : words) {
            if (isAt(word, content, at, end)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAt(byte[] word, byte[] content, int at, int end) {
        if (word.length > end - at) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            int letter = content[at + i];
            boolean isSame =
                    letter == word[i] || ignoreCase && letter >= 'A' && letter <= 'Z' && letter + 32 == word[i];
            if (!isSame) {
                // The rest of this word may go on with such a form; the line is looked at when that byte is reached.
                return false;
            }
        }
        return true;
    }
}
