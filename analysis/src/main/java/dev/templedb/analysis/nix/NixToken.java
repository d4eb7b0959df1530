package dev.templedb.analysis.nix;

/// A word of the language.
///
/// @param at   where it begins in the text
/// @param text its characters
record NixToken(Kind kind, int at, String text) {
    /// What a word can be.
    enum Kind {
        NAME,
        KEYWORD,
        NUMBER,
        /// The beginning of a path; what follows is read with [NixLexer#pathPart].
        PATH,
        SEARCH_PATH,
        URI,
        /// The quote that begins a string.
        STRING,
        /// The two quotes that begin an indented string.
        INDENTED,
        SYMBOL,
        END
    }

    boolean is(String word) {
        return (kind == Kind.SYMBOL || kind == Kind.KEYWORD) && text.equals(word);
    }
}
