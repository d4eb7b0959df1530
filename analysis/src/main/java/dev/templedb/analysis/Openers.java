package dev.templedb.analysis;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The openings whose end, or whose very meaning, depends on what stands around them.
final class Openers {
    private static final byte[] QUOTE = {'\''};
    private static final byte[] SLASH = {'/'};
    private static final byte[] TRIPLE_QUOTE = Ascii.bytes("\"\"\"");
    private static final byte[] TRIPLE_APOSTROPHE = Ascii.bytes("'''");
    private static final int LONGEST_TAG = 40;

    private Openers() {}

    /// A fixed text, where `place` allows it.
    static Opener fixed(String open, String close, Place place) {
        byte[] text = Ascii.bytes(open);
        var opening = new Opening(text.length, Ascii.bytes(close));
        return (window, at, blankSoFar) ->
                Window.startsWith(window, at, text) && place.allows(window, at, blankSoFar) ? opening : null;
    }

    /// `'x'` or `'\n'`, but not the quote of a lifetime, a type variable or a name such as `foldl'`.
    static @Nullable Opening character(byte[] window, int at, boolean blankSoFar) {
        if (Ascii.isWord(window[at - 1])) {
            return null;
        }
        boolean closes = window[at + 1] == '\\' || window[at + 2] == '\'';
        for (int end = at + 3; !closes && window[at + 1] < 0 && end <= at + 5; end++) {
            closes = window[end] == '\'';
        }
        return closes ? new Opening(1, QUOTE) : null;
    }

    /// A regular expression, as opposed to a division.
    static @Nullable Opening regex(byte[] window, int at, boolean blankSoFar) {
        int before = at - 1;
        while (before > at - Window.BEHIND && Ascii.isSpace(window[before])) {
            before--;
        }
        boolean afterOperator = "(,=:[!&|?{;+~\n\r".indexOf(window[before]) >= 0;
        return afterOperator ? new Opening(1, SLASH) : null;
    }

    /// A triple-quoted string that is a statement of its own: documentation, as far as Python is concerned.
    static @Nullable Opening docstring(byte[] window, int at, boolean blankSoFar) {
        byte[] quotes = window[at] == '"' ? TRIPLE_QUOTE : TRIPLE_APOSTROPHE;
        if (!blankSoFar || !Window.startsWith(window, at, quotes)) {
            return null;
        }
        int before = at - 1;
        while (before > at - Window.BEHIND && (Ascii.isSpace(window[before]) || Ascii.isLineEnd(window[before]))) {
            before--;
        }
        boolean partOfExpression = "(,=[{+\\%".indexOf(window[before]) >= 0;
        return partOfExpression ? null : new Opening(3, quotes);
    }

    /// Rust's `r"…"`, `r#"…"#` and `br##"…"##`; Swift's `#"…"#` with an empty prefix.
    static @Nullable Opening hashed(byte[] window, int at, String prefix) {
        byte[] letters = Ascii.bytes(prefix);
        if (!Window.startsWith(window, at, letters)) {
            return null;
        }
        int quote = at + letters.length;
        while (window[quote] == '#' && quote - at < LONGEST_TAG) {
            quote++;
        }
        if (window[quote] != '"') {
            return null;
        }
        byte[] close = new byte[quote - at - letters.length + 1];
        Arrays.fill(close, (byte) '#');
        close[0] = '"';
        return new Opening(quote - at + 1, close);
    }

    /// `R"tag(…)tag"` of C++.
    static @Nullable Opening cppRaw(byte[] window, int at, boolean blankSoFar) {
        int end = at + 2;
        while (end - at < 20 && window[end] != '(' && window[end] != '"' && window[end] > ' ') {
            end++;
        }
        if (window[at + 1] != '"' || window[end] != '(') {
            return null;
        }
        byte[] close = new byte[end - at];
        close[0] = ')';
        System.arraycopy(window, at + 2, close, 1, end - at - 2);
        close[close.length - 1] = '"';
        return new Opening(end - at + 1, close);
    }

    /// `[[…]]` and `[==[…]==]` of Lua, after `prefix`.
    static @Nullable Opening longBracket(byte[] window, int at, String prefix) {
        byte[] before = Ascii.bytes(prefix);
        if (!Window.startsWith(window, at, before)) {
            return null;
        }
        int level = 0;
        int from = at + before.length;
        while (window[from + 1 + level] == '=' && level < LONGEST_TAG) {
            level++;
        }
        if (window[from] != '[' || window[from + 1 + level] != '[') {
            return null;
        }
        byte[] close = new byte[level + 2];
        Arrays.fill(close, (byte) '=');
        close[0] = ']';
        close[level + 1] = ']';
        return new Opening(before.length + level + 2, close);
    }

    /// `$$…$$` and `$body$…$body$` of PostgreSQL.
    static @Nullable Opening dollarQuote(byte[] window, int at, boolean blankSoFar) {
        int end = at + 1;
        while (Ascii.isWord(window[end]) && end - at < LONGEST_TAG) {
            end++;
        }
        if (window[end] != '$' || Ascii.isDigit(window[at + 1])) {
            return null;
        }
        return new Opening(end - at + 1, Arrays.copyOfRange(window, at, end + 1));
    }

    /// `<<EOF`, `<<-'EOF'` and `<<~EOF` of shells and Ruby; `<<<EOT` of PHP when `arrows` is 3. The opening closes
    /// with the tag, on a line of its own.
    static Opener heredoc(int arrows, boolean upperCaseOnly) {
        return (window, at, blankSoFar) -> heredocAt(window, at, arrows, upperCaseOnly);
    }

    private static @Nullable Opening heredocAt(byte[] window, int at, int arrows, boolean upperCaseOnly) {
        int from = at;
        while (window[from] == '<' && from - at < 4) {
            from++;
        }
        if (from - at != arrows || window[at - 1] == '<' || Ascii.isWord(window[at - 1])) {
            return null;
        }
        boolean marked = window[from] == '-' || window[from] == '~';
        from += marked ? 1 : 0;
        while (window[from] == ' ' && !upperCaseOnly && from - at < 8) {
            from++;
        }
        boolean quoted = window[from] == '\'' || window[from] == '"' || window[from] == '\\';
        from += quoted ? 1 : 0;
        int end = from;
        while (Ascii.isWord(window[end]) && end - from < LONGEST_TAG) {
            end++;
        }
        boolean plausible = !upperCaseOnly || marked || quoted || window[from] >= 'A' && window[from] <= 'Z';
        boolean isTag = end > from && !Ascii.isDigit(window[from]);
        return plausible && isTag ? new Opening(end - at, Arrays.copyOfRange(window, from, end)) : null;
    }
}
