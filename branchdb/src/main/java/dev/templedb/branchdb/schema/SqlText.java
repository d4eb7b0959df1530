package dev.templedb.branchdb.schema;

import dev.templedb.sqlite.SqlTokens;
import dev.templedb.sqlite.SqlTokens.Kind;
import java.util.HashSet;
import java.util.Set;

/// What an expression talks about.
public final class SqlText {
    private SqlText() {}

    /// All names in `expression`, in the form in which SQLite compares them: columns, but keywords and functions,
    /// too.
    public static Set<String> names(String expression) {
        var names = new HashSet<String>();
        var tokens = new SqlTokens(expression);
        for (var kind = tokens.next(); kind != Kind.END; kind = tokens.next()) {
            if (kind == Kind.WORD) {
                names.add(SqlName.key(tokens.text()));
            } else if (kind == Kind.NAME && tokens.text().length() > 1) {
                names.add(SqlName.key(unquoted(tokens.text())));
            }
        }
        return names;
    }

    /// Whether `expression` uses a column of that name; when in doubt, it does.
    public static boolean mentions(String expression, String column) {
        return names(expression).contains(SqlName.key(column));
    }

    private static String unquoted(String name) {
        String quote = name.substring(0, 1);
        String inner = name.substring(1, name.length() - 1);
        return quote.equals("[") ? inner : inner.replace(quote + quote, quote);
    }

    /// `expression` without `table` and its dot before the names of columns: an expression of a table is about no
    /// other.
    static String unqualified(String expression, String table) {
        if (expression.indexOf('.') < 0) {
            return expression;
        }
        var result = new StringBuilder();
        int copied = 0;
        int qualifier = -1;
        boolean afterDot = false;
        var tokens = new SqlTokens(expression);
        for (var kind = tokens.next(); kind != Kind.END; kind = tokens.next()) {
            if (afterDot) {
                copied = tokens.position();
            }
            boolean isDot = kind == Kind.OTHER && tokens.text().equals(".");
            afterDot = isDot && qualifier >= 0;
            if (afterDot) {
                result.append(expression, copied, qualifier);
            }
            boolean isTable = kind == Kind.WORD && SqlName.same(tokens.text(), table)
                    || kind == Kind.NAME && SqlName.same(unquoted(tokens.text()), table);
            qualifier = isTable ? tokens.position() : -1;
        }
        return result.append(expression, copied, expression.length()).toString();
    }
}
