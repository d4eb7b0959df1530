package dev.templedb.sqlite;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The words of a statement, for good messages. What a statement may do is decided elsewhere: by the session and by
/// [CompiledSql].
final class StatementText {
    private static final Set<String> READING = Set.of("SELECT", "VALUES", "WITH");
    private static final Set<String> CHANGING = Set.of("DELETE", "INSERT", "REPLACE", "UPDATE", "WITH");
    private static final Set<String> OTHER_STATEMENTS = Set.of(
            "ALTER",
            "ANALYZE",
            "ATTACH",
            "BEGIN",
            "COMMIT",
            "CREATE",
            "DELETE",
            "DETACH",
            "DROP",
            "END",
            "INSERT",
            "PRAGMA",
            "REINDEX",
            "RELEASE",
            "REPLACE",
            "ROLLBACK",
            "SAVEPOINT",
            "UPDATE",
            "VACUUM");

    private StatementText() {}

    /// The statements of `script`, without their semicolons. Semicolons in literals, comments and triggers that are
    /// being
    /// made count for nothing there, but triggers are not made here.
    static List<String> split(String script) {
        var statements = new ArrayList<String>();
        var tokens = new SqlTokens(script);
        int begin = 0;
        boolean isBlank = true;
        for (var kind = tokens.next(); kind != SqlTokens.Kind.END; kind = tokens.next()) {
            if (kind != SqlTokens.Kind.SEMICOLON) {
                isBlank = false;
                continue;
            }
            if (!isBlank) {
                statements.add(script.substring(begin, tokens.position()));
            }
            begin = tokens.position() + 1;
            isBlank = true;
        }
        if (!isBlank) {
            statements.add(script.substring(begin));
        }
        return List.copyOf(statements);
    }

    /// The only statement of `sql`.
    ///
    /// @throws TempleException with `SQL_INVALID` when there is none, or more than one
    static String only(String sql) {
        var statements = split(sql);
        if (statements.isEmpty()) {
            throw notReading();
        }
        if (statements.size() > 1) {
            throw new TempleException(ErrorCode.SQL_INVALID, "Only one statement can be run at a time.");
        }
        return statements.getFirst();
    }

    /// The only statement of `sql`, without parentheses around it all.
    ///
    /// @throws TempleException with `STATEMENT_INVALID` when there is none, or more than one
    static String onlyOf(String sql) {
        var statements = split(sql);
        if (statements.isEmpty()) {
            throw new TempleException(ErrorCode.STATEMENT_INVALID, "The statement is empty.");
        }
        if (statements.size() > 1) {
            throw new TempleException(
                    ErrorCode.STATEMENT_INVALID, "Multiple statements are not allowed; run one at a time.");
        }
        return withoutParentheses(statements.getFirst());
    }

    /// SQLite knows no query in parentheses; people do.
    private static String withoutParentheses(String statement) {
        var tokens = new SqlTokens(statement);
        int open = -1;
        int depth = 0;
        for (var kind = tokens.next(); kind != SqlTokens.Kind.END; kind = tokens.next()) {
            if (open < 0) {
                if (!tokens.text().equals("(")) {
                    return statement;
                }
                open = tokens.position();
            }
            if (kind == SqlTokens.Kind.OTHER) {
                depth += tokens.text().equals("(") ? 1 : tokens.text().equals(")") ? -1 : 0;
            }
            if (depth == 0) {
                int close = tokens.position();
                return tokens.next() == SqlTokens.Kind.END
                        ? withoutParentheses(statement.substring(open + 1, close))
                        : statement;
            }
        }
        return statement;
    }

    /// The first word, in upper case; empty when it begins with something else.
    static String firstWord(String statement) {
        return nextWord(new SqlTokens(statement));
    }

    /// Whether a statement that begins with `word` can be a query.
    static boolean mayRead(String word) {
        return READING.contains(word) || word.equals("EXPLAIN");
    }

    /// Names the operation of a statement that changes no rows.
    ///
    /// @throws TempleException with `STATEMENT_REFUSED`, or `STATEMENT_INVALID` for what SQLite does not know
    static void requireRowChange(String word) {
        if (!CHANGING.contains(word)) {
            requireKnown(word);
            throw new TempleException(
                    ErrorCode.STATEMENT_REFUSED,
                    "%s is not allowed here; queries, INSERT, UPDATE and DELETE are.".formatted(word));
        }
    }

    /// @throws TempleException with `STATEMENT_INVALID` when no statement of SQLite begins with `word`
    static void requireKnown(String word) {
        if (!OTHER_STATEMENTS.contains(word) && !mayRead(word)) {
            throw new TempleException(
                    ErrorCode.STATEMENT_INVALID,
                    word.isEmpty()
                            ? "The statement must begin with a word such as SELECT, INSERT, UPDATE or DELETE."
                            : "Unrecognized statement: %s is nothing that SQLite knows; it is not allowed."
                                    .formatted(Printable.text(word)));
        }
    }

    /// The statement that `EXPLAIN` or `EXPLAIN QUERY PLAN` is asked about, or `statement` itself.
    static String withoutExplain(String statement) {
        var tokens = new SqlTokens(statement);
        if (!nextWord(tokens).equals("EXPLAIN")) {
            return statement;
        }
        int after = tokens.position() + "EXPLAIN".length();
        if (nextWord(tokens).equals("QUERY") && nextWord(tokens).equals("PLAN")) {
            after = tokens.position() + "PLAN".length();
        }
        return statement.substring(after);
    }

    /// Says why a statement that is no query was refused, when its first word tells.
    static void explainRefusal(String statement) {
        String word = nextWord(new SqlTokens(statement));
        if (word.equals("PRAGMA")) {
            throw new TempleException(
                    ErrorCode.SQL_READ_ONLY,
                    "PRAGMA is not allowed; use a table such as pragma_table_info('project') instead.");
        }
        if (OTHER_STATEMENTS.contains(word)) {
            throw new TempleException(ErrorCode.SQL_READ_ONLY, "The query may only read; " + word + " is not allowed.");
        }
        if (!READING.contains(word)) {
            throw notReading();
        }
    }

    /// @throws TempleException with `SQL_NOT_CHANGEABLE` or `SQL_INVALID` unless the first word is of a statement
    /// that
    /// changes
    ///         rows. SQLite looks at the same first word, so that a PRAGMA, which it would run while it compiles,
    /// cannot pass.
    static void requireChange(String statement) {
        String word = nextWord(new SqlTokens(statement));
        if (!CHANGING.contains(word)) {
            throw OTHER_STATEMENTS.contains(word)
                    ? new TempleException(
                            ErrorCode.SQL_NOT_CHANGEABLE,
                            "%s is not allowed; INSERT, UPDATE and DELETE are.".formatted(word))
                    : new TempleException(
                            ErrorCode.SQL_INVALID, "A change must begin with INSERT, REPLACE, UPDATE, DELETE or WITH.");
        }
    }

    private static String nextWord(SqlTokens tokens) {
        return tokens.next() == SqlTokens.Kind.WORD ? tokens.text().toUpperCase(Locale.ROOT) : "";
    }

    private static TempleException notReading() {
        return new TempleException(ErrorCode.SQL_INVALID, "The query must begin with SELECT, VALUES, WITH or EXPLAIN.");
    }
}
