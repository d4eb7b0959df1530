package dev.templedb.branchdb.schema;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/// Names as SQL has them: in quotes always, and the same in upper and lower case.
public final class SqlName {
    private SqlName() {}

    /// `name` in double quotes, whatever is in it.
    public static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /// The names in quotes, with commas between.
    public static String quoteAll(Collection<String> names) {
        return names.stream().map(SqlName::quote).collect(Collectors.joining(", "));
    }

    /// `text` as a string literal.
    public static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /// Whether SQLite takes the two for one name.
    public static boolean same(String one, String other) {
        return key(one).equals(key(other));
    }

    /// What names that SQLite takes for one have in common; it folds ASCII only.
    public static String key(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                return fold(name);
            }
        }
        return name;
    }

    /// Whether the name belongs to the engine, or to SQLite.
    public static boolean isInternal(String name) {
        return name.startsWith("__") || name.toLowerCase(Locale.ROOT).startsWith("sqlite_");
    }

    private static String fold(String name) {
        var folded = new StringBuilder(name);
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                folded.setCharAt(i, (char) (c | 0x20));
            }
        }
        return folded.toString();
    }
}
