package dev.templedb.sqlite;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.util.Locale;
import java.util.Set;

/// Lets through one `SELECT`, `VALUES`, `WITH` or the `EXPLAIN` of one, and says why it refuses anything else.
///
/// A first line of defence with good messages. The session is read-only by itself; but `VACUUM INTO`, `ATTACH` and some
/// PRAGMAs
/// act on files or on the connection's own safety settings even there, and those are kept out here.
final class ReadOnlySql {
    private static final Set<String> READING = Set.of("SELECT", "VALUES", "WITH");
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

    private ReadOnlySql() {}

    /// @throws TempleException with `SQL_READ_ONLY` or `SQL_INVALID`
    static void require(String sql) {
        var tokens = new SqlTokens(sql);
        String word = nextWord(tokens);
        if (word.equals("EXPLAIN")) {
            word = nextWord(tokens);
            if (word.equals("QUERY")) {
                nextWord(tokens);
                word = nextWord(tokens);
            }
        }
        requireReading(word);
        requireSingle(tokens);
    }

    private static String nextWord(SqlTokens tokens) {
        return tokens.next() == SqlTokens.Kind.WORD ? tokens.text().toUpperCase(Locale.ROOT) : "";
    }

    private static void requireReading(String word) {
        if (word.equals("PRAGMA")) {
            throw new TempleException(
                    ErrorCode.SQL_READ_ONLY,
                    "PRAGMA is not allowed; use a table such as pragma_table_info('project') instead.");
        }
        if (OTHER_STATEMENTS.contains(word)) {
            throw new TempleException(ErrorCode.SQL_READ_ONLY, "The query may only read; " + word + " is not allowed.");
        }
        if (!READING.contains(word)) {
            throw new TempleException(
                    ErrorCode.SQL_INVALID, "The query must begin with SELECT, VALUES, WITH or EXPLAIN.");
        }
    }

    private static void requireSingle(SqlTokens tokens) {
        boolean ended = false;
        for (var kind = tokens.next(); kind != SqlTokens.Kind.END; kind = tokens.next()) {
            if (ended && kind != SqlTokens.Kind.SEMICOLON) {
                throw new TempleException(ErrorCode.SQL_INVALID, "Only one statement can be run at a time.");
            }
            ended |= kind == SqlTokens.Kind.SEMICOLON;
        }
    }
}
