package dev.templedb.analysis.symbols;

import java.util.Locale;

/// Why a source file is not parsed.
public enum SkipReason {
    /// It has more than [CodeReader#LARGEST_BYTES].
    LARGE("it has more than 2 MiB"),
    /// Its lines are as long as only programs write them.
    MINIFIED("its lines have more than 500 bytes on average"),
    /// The parser would take too long.
    SLOW("parsing it would take more than three seconds");

    private final String sentence;

    SkipReason(String sentence) {
        this.sentence = sentence;
    }

    /// The reason as a part of a sentence, after "because".
    public String sentence() {
        return sentence;
    }

    /// The reason as a word that does not change, for tables.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The reason with that word.
    public static SkipReason ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
