package dev.templedb.branchdb.changes;

import static dev.templedb.branchdb.schema.SqlName.quote;

import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.Table;
import java.util.ArrayList;
import java.util.List;

/// The values of a dropped column, beside the keys of their rows.
///
/// @param name of the table that keeps them
/// @param keys the columns that name a row, or `rowid`
record Kept(String name, List<String> keys) {
    private static final String VALUE = "__value";
    private static final String KEY = "__key";

    /// What the table `name` keeps of the rows of `table`.
    static Kept of(String name, Table table) {
        var key = table.primaryKey();
        return new Kept(name, key == null ? List.of("rowid") : key.columnNames());
    }

    /// Keeps the values of `column`.
    String fill(Table table, Column column) {
        var columns = new ArrayList<String>();
        for (int i = 0; i < keys.size(); i++) {
            columns.add(key(keys.get(i)) + " AS " + quote(KEY + i));
        }
        columns.add(quote(column.name()) + " AS " + quote(VALUE));
        return "DROP TABLE IF EXISTS %1$s;\nCREATE TABLE %1$s AS SELECT %2$s FROM %3$s"
                .formatted(quote(name), String.join(", ", columns), quote(table.name()));
    }

    /// For files that were made after the drop.
    String createIfMissing() {
        var columns = new ArrayList<String>();
        for (int i = 0; i < keys.size(); i++) {
            columns.add(quote(KEY + i));
        }
        columns.add(quote(VALUE));
        return "CREATE TABLE IF NOT EXISTS %s (%s)".formatted(quote(name), String.join(", ", columns));
    }

    /// Joins the kept values to the rows of `table`.
    String join(Table table) {
        return " LEFT JOIN " + quote(name) + " ON " + sameRow(table);
    }

    /// The kept value, or `otherwise` for a row that was made since.
    String value(String otherwise) {
        return "CASE WHEN %s IS NULL THEN %s ELSE %s END".formatted(quote(KEY + 0), otherwise, quote(VALUE));
    }

    DataCheck rowsWithout(Table table, Column column) {
        return new DataCheck(
                DataCheck.Kind.FILL,
                "column %s.%s".formatted(table.name(), column.name()),
                "SELECT count(*) FROM %s WHERE NOT EXISTS (SELECT 1 FROM %s WHERE %s)"
                        .formatted(quote(table.name()), quote(name), sameRow(table)));
    }

    private String sameRow(Table table) {
        var same = new ArrayList<String>();
        for (int i = 0; i < keys.size(); i++) {
            same.add("%s = %s.%s".formatted(quote(KEY + i), quote(table.name()), key(keys.get(i))));
        }
        return String.join(" AND ", same);
    }

    private static String key(String column) {
        return column.equals("rowid") ? column : quote(column);
    }
}
