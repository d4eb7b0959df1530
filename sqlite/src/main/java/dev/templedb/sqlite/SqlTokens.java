package dev.templedb.sqlite;

/// Walks over the tokens of one SQL text: words, names and strings in their quotes, numbers, parameters, `;`, and
/// single characters for all else. White space and comments lie between tokens.
///
/// Follows SQLite's own tokenizer: an unterminated comment, name or string ends with the text. For one thread.
public final class SqlTokens {
    /// What a token is.
    public enum Kind {
        /// A keyword, or a name without quotes.
        WORD,
        /// A name between `"`, `` ` `` or brackets.
        NAME,
        /// A text between `'`.
        STRING,
        NUMBER,
        PARAMETER,
        SEMICOLON,
        /// One character that is none of the others.
        OTHER,
        /// Nothing more comes.
        END
    }

    private final String sql;
    private int start;
    private int end;

    /// Stands before the first token of `sql`.
    public SqlTokens(String sql) {
        this.sql = sql;
    }

    /// The text of the token that [#next] found last.
    public String text() {
        return sql.substring(start, end);
    }

    /// Where the token that [#next] found last begins.
    public int position() {
        return start;
    }

    /// Where the token that [#next] found last ends, exclusive.
    public int end() {
        return end;
    }

    /// Moves to the next token that is neither white space nor a comment.
    public Kind next() {
        skipBlanks();
        start = end;
        if (start >= sql.length()) {
            return Kind.END;
        }
        char first = sql.charAt(start);
        return switch (first) {
            case '\'' -> quoted(Kind.STRING, first);
            case '"', '`' -> quoted(Kind.NAME, first);
            case '[' -> quoted(Kind.NAME, ']');
            case ';' -> single(Kind.SEMICOLON);
            case '?', ':', '@', '$' -> parameter();
            default -> {
                if (isDigit(start) || first == '.' && isDigit(start + 1)) {
                    yield number();
                }
                yield isWordPart(first) ? word(Kind.WORD, start + 1) : single(Kind.OTHER);
            }
        };
    }

    private void skipBlanks() {
        while (end < sql.length()) {
            char c = sql.charAt(end);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == '\uFEFF') {
                end++;
            } else if (sql.startsWith("--", end)) {
                end = after(sql.indexOf('\n', end), 1);
            } else if (sql.startsWith("/*", end)) {
                end = after(sql.indexOf("*/", end + 2), 2);
            } else {
                return;
            }
        }
    }

    private Kind quoted(Kind kind, char quote) {
        end = start + 1;
        while (true) {
            end = after(sql.indexOf(quote, end), 1);
            boolean doubled = quote != ']' && end < sql.length() && sql.charAt(end) == quote;
            if (!doubled) {
                return kind;
            }
            end++;
        }
    }

    /// A number with its fraction and exponent; letters that follow belong to it, as in `0x1f`.
    private Kind number() {
        word(Kind.NUMBER, start);
        if (end < sql.length() && sql.charAt(end) == '.') {
            word(Kind.NUMBER, end + 1);
        }
        boolean isHexadecimal = sql.regionMatches(true, start, "0x", 0, 2);
        boolean hasExponent = !isHexadecimal && end > start && (sql.charAt(end - 1) | 0x20) == 'e';
        if (hasExponent
                && end < sql.length()
                && (sql.charAt(end) == '+' || sql.charAt(end) == '-')
                && isDigit(end + 1)) {
            word(Kind.NUMBER, end + 1);
        }
        return Kind.NUMBER;
    }

    private boolean isDigit(int at) {
        return at < sql.length() && sql.charAt(at) >= '0' && sql.charAt(at) <= '9';
    }

    private Kind parameter() {
        word(Kind.PARAMETER, start + 1);
        return end > start + 1 || sql.charAt(start) == '?' ? Kind.PARAMETER : Kind.OTHER;
    }

    private Kind word(Kind kind, int from) {
        end = from;
        while (end < sql.length() && isWordPart(sql.charAt(end))) {
            end++;
        }
        return kind;
    }

    private Kind single(Kind kind) {
        end = start + 1;
        return kind;
    }

    private int after(int found, int length) {
        return found < 0 ? sql.length() : found + length;
    }

    private static boolean isWordPart(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '_'
                || c == '$'
                || c >= 0x80;
    }
}
