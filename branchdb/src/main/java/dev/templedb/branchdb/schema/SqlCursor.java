package dev.templedb.branchdb.schema;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.SqlTokens;
import dev.templedb.sqlite.SqlTokens.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Stands between two tokens of a statement and takes those that are expected.
final class SqlCursor {
    private record Token(Kind kind, String text, int start, int end) {
        boolean isWord(String word) {
            return kind == Kind.WORD && text.equalsIgnoreCase(word);
        }

        boolean isSymbol(String symbol) {
            return kind == Kind.OTHER && text.equals(symbol);
        }

        boolean isName() {
            return kind == Kind.WORD || kind == Kind.NAME || kind == Kind.STRING;
        }
    }

    private final String sql;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    SqlCursor(String sql) {
        this.sql = sql;
        var walk = new SqlTokens(sql);
        for (var kind = walk.next(); kind != Kind.END; kind = walk.next()) {
            tokens.add(new Token(kind, walk.text(), walk.position(), walk.end()));
        }
        while (!tokens.isEmpty() && tokens.getLast().kind() == Kind.SEMICOLON) {
            tokens.removeLast();
        }
        tokens.add(new Token(Kind.END, "", sql.length(), sql.length()));
    }

    boolean isAtEnd() {
        return token().kind() == Kind.END;
    }

    /// Whether the next words are these.
    boolean isAt(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (at + i >= tokens.size() || !tokens.get(at + i).isWord(words[i])) {
                return false;
            }
        }
        return true;
    }

    boolean isAtSymbol(String symbol) {
        return token().isSymbol(symbol);
    }

    boolean isAtName() {
        return token().isName();
    }

    /// Takes the words if they are next.
    boolean take(String... words) {
        if (!isAt(words)) {
            return false;
        }
        at += words.length;
        return true;
    }

    boolean takeSymbol(String symbol) {
        if (!isAtSymbol(symbol)) {
            return false;
        }
        at++;
        return true;
    }

    void expect(String... words) {
        if (!take(words)) {
            throw unexpected(String.join(" ", words));
        }
    }

    void expectSymbol(String symbol) {
        if (!takeSymbol(symbol)) {
            throw unexpected(symbol);
        }
    }

    /// Takes a name, in whatever quotes, and returns it without them.
    String name() {
        if (!isAtName()) {
            throw unexpected("a name");
        }
        return unquoted(next());
    }

    /// Takes the next token as it is.
    String text() {
        if (isAtEnd()) {
            throw unexpected("more");
        }
        return next().text();
    }

    /// Takes names with commas between, in parentheses.
    List<String> names() {
        var names = new ArrayList<String>();
        expectSymbol("(");
        do {
            names.add(name());
        } while (takeSymbol(","));
        expectSymbol(")");
        return names;
    }

    /// Takes everything from `(` to its `)`, and returns what is between, as it was written, without comments at
    /// the ends.
    String parenthesized() {
        expectSymbol("(");
        String text = upTo(")");
        expectSymbol(")");
        return text;
    }

    /// Takes everything up to one of these symbols outside parentheses, or to the end, and returns it.
    String upTo(String... symbols) {
        int first = at;
        int depth = 0;
        while (!isAtEnd() && !(depth == 0 && Stream.of(symbols).anyMatch(this::isAtSymbol))) {
            depth += isAtSymbol("(") ? 1 : isAtSymbol(")") ? -1 : 0;
            at++;
        }
        return between(first, at);
    }

    /// Takes everything up to the word, which stays, and returns it as it was written.
    String upToWord(String word) {
        int first = at;
        while (!isAtEnd() && !isAt(word)) {
            at++;
        }
        return between(first, at);
    }

    /// Takes the rest, and returns it as it was written, without comments and semicolons at its end.
    String rest() {
        int first = at;
        at = tokens.size() - 1;
        return between(first, at);
    }

    /// The last word in upper case, or nothing when the last token is no word.
    String lastWord() {
        return tokens.size() < 2 || tokens.get(tokens.size() - 2).kind() != Kind.WORD
                ? ""
                : tokens.get(tokens.size() - 2).text().toUpperCase(Locale.ROOT);
    }

    /// Everything but the last token.
    String withoutLast() {
        return between(0, tokens.size() - 2);
    }

    /// Takes a literal of a default: a number with its sign, a string, a blob, or a word.
    String literal() {
        int first = at;
        while (isAtSymbol("+") || isAtSymbol("-")) {
            at++;
        }
        boolean isBlob = isAt("x")
                && tokens.get(at + 1).kind() == Kind.STRING
                && tokens.get(at + 1).start() == token().end();
        at += isBlob ? 2 : 1;
        if (at >= tokens.size()) {
            at = tokens.size() - 1;
            throw unexpected("a value");
        }
        return between(first, at);
    }

    TempleException unexpected(String expected) {
        var token = token();
        return new TempleException(
                ErrorCode.SCHEMA_UNREADABLE,
                "The statement cannot be read at character %d: %s was expected, not %s. It is: %s"
                        .formatted(
                                token.start() + 1,
                                expected,
                                token.kind() == Kind.END ? "its end" : Printable.text(token.text()),
                                Printable.text(sql.length() > 200 ? sql.substring(0, 200) + "…" : sql)));
    }

    private Token token() {
        return tokens.get(at);
    }

    private Token next() {
        return tokens.get(at++);
    }

    private String between(int first, int last) {
        return first >= last
                ? ""
                : sql.substring(tokens.get(first).start(), tokens.get(last - 1).end());
    }

    private static String unquoted(Token token) {
        String text = token.text();
        if (token.kind() == Kind.WORD || text.length() < 2) {
            return text;
        }
        String quote = text.substring(0, 1);
        String inner = text.substring(1, text.length() - 1);
        return quote.equals("[") ? inner : inner.replace(quote + quote, quote);
    }
}
