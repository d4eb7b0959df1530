package dev.templedb.branchdb.schema;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.SqlTokens;
import dev.templedb.sqlite.SqlTokens.Kind;
import java.util.Locale;

/// Refuses pieces of SQL that are more than they should be: an expression that closes the parenthesis around it and
/// goes on,
/// a view that is two statements.
///
/// What is written has to be read back as it was meant; SQLite is not asked.
public final class Fragments {
    private Fragments() {}

    /// @throws TempleException with `SCHEMA_SQL_INVALID`
    public static void require(Table table) {
        for (var index : table.indexes()) {
            index.terms().stream()
                    .filter(Index.Term::expression)
                    .map(Index.Term::text)
                    .forEach(Fragments::requireExpression);
            if (index.where() != null) {
                requireExpression(index.where());
            }
        }
        if (!isReadBack(table)) {
            throw invalid("the definition of the table %s".formatted(table.name()));
        }
    }

    private static boolean isReadBack(Table table) {
        try {
            var read = TableParser.parse(table.createSql());
            var indexes = table.indexes().stream()
                    .map(index -> SchemaReader.index(index.createSql(table.name())))
                    .toList();
            return read.withIndexes(indexes).equals(table.withoutIdentities());
        } catch (TempleException unreadable) {
            return false;
        }
    }

    /// @throws TempleException with `SCHEMA_SQL_INVALID`
    public static void require(View view) {
        if (hasSemicolon(view.query()) || !view.query().equals(new SqlCursor(view.query()).rest())) {
            throw invalid("the query of the view %s".formatted(view.name()));
        }
    }

    /// @throws TempleException with `SCHEMA_SQL_INVALID`
    public static void require(Trigger trigger) {
        var tokens = new SqlTokens(trigger.body());
        boolean ended = false;
        boolean afterSemicolon = false;
        for (var kind = tokens.next(); kind != Kind.END; kind = tokens.next()) {
            boolean isEnd =
                    kind == Kind.WORD && tokens.text().toUpperCase(Locale.ROOT).equals("END");
            if (ended) {
                throw invalid("the body of the trigger %s".formatted(trigger.name()));
            }
            ended = afterSemicolon && isEnd;
            afterSemicolon = kind == Kind.SEMICOLON;
        }
        if (!ended || !SchemaReader.readTrigger(trigger.createSql()).equals(trigger)) {
            throw invalid("the body of the trigger %s".formatted(trigger.name()));
        }
    }

    /// Refuses a text that is not one expression: parentheses without their other half, a semicolon, a comment at
    /// its end.
    ///
    /// @throws TempleException with `SCHEMA_SQL_INVALID`
    public static void requireExpression(String text) {
        var sql = new SqlCursor("(" + text + ")");
        boolean isOne;
        try {
            isOne = sql.parenthesized().equals(text) && sql.isAtEnd() && !text.isEmpty() && !hasSemicolon(text);
        } catch (TempleException unreadable) {
            isOne = false;
        }
        if (!isOne) {
            throw invalid("the expression %s".formatted(Printable.text(text)));
        }
    }

    private static boolean hasSemicolon(String text) {
        var tokens = new SqlTokens(text);
        for (var kind = tokens.next(); kind != Kind.END; kind = tokens.next()) {
            if (kind == Kind.SEMICOLON) {
                return true;
            }
        }
        return false;
    }

    private static TempleException invalid(String what) {
        return new TempleException(
                ErrorCode.SCHEMA_SQL_INVALID,
                "It cannot be used: %s has something that does not belong there, such as a second statement."
                        .formatted(what));
    }
}
