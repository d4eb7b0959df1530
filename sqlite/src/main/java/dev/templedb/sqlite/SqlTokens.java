package dev.templedb.sqlite;

/// Walks over the tokens of one SQL text, just finely enough to tell words, parameters and `;` from literals and
/// comments.
///
/// Follows SQLite's own tokenizer: an unterminated comment or literal ends with the text.
final class SqlTokens {
    /// What a token is.
    enum Kind {
        WORD,
        PARAMETER,
        LITERAL,
        SEMICOLON,
        OTHER,
        END
    }

    private final String sql;
    private int start;
    private int end;

    SqlTokens(String sql) {
        this.sql = sql;
    }

    /// The text of the token that [#next] found last.
    String text() {
        return sql.substring(start, end);
    }

    /// Where the token that [#next] found last begins.
    int position() {
        return start;
    }

    /// Moves to the next token that is neither white space nor a comment.
    Kind next() {
        skipBlanks();
        start = end;
        if (start >= sql.length()) {
            return Kind.END;
        }
        char first = sql.charAt(start);
        return switch (first) {
            case '\'', '"', '`' -> literal(first);
            case '[' -> literal(']');
            case ';' -> single(Kind.SEMICOLON);
            case '?', ':', '@', '$' -> parameter();
            default -> isWordPart(first) ? word(Kind.WORD, start + 1) : single(Kind.OTHER);
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

    private Kind literal(char quote) {
        end = start + 1;
        while (true) {
            end = after(sql.indexOf(quote, end), 1);
            boolean doubled = quote != ']' && end < sql.length() && sql.charAt(end) == quote;
            if (!doubled) {
                return Kind.LITERAL;
            }
            end++;
        }
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
