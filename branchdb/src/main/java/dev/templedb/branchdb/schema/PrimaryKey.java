package dev.templedb.branchdb.schema;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The primary key of a table.
///
/// @param name          of the constraint, or null
/// @param columns       at least one
/// @param autoincrement whether numbers of deleted rows are not given again
/// @param apart         whether a key of one INTEGER column is *not* the number of the row: what `INTEGER PRIMARY KEY
/// DESC`
///                      means at a column, and only there
/// @param onConflict    what happens to a row whose key is taken, or null for SQLite's usual
public record PrimaryKey(
        @Nullable String name,
        List<KeyColumn> columns,
        boolean autoincrement,
        boolean apart,
        @Nullable Conflict onConflict) {
    public PrimaryKey {
        columns = List.copyOf(columns);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("a primary key has columns");
        }
    }

    /// A key of these columns.
    public static PrimaryKey of(String... columns) {
        return new PrimaryKey(null, List.of(columns).stream().map(KeyColumn::of).toList(), false, false, null);
    }

    /// The names of the columns, in order.
    public List<String> columnNames() {
        return columns.stream().map(KeyColumn::name).toList();
    }

    /// Whether it can be written at its only column.
    boolean isOfColumn(String column) {
        var first = columns.getFirst();
        return columns.size() == 1
                && SqlName.same(first.name(), column)
                && first.collation() == null
                && (apart || !first.descending());
    }

    String columnSql() {
        return named() + "PRIMARY KEY"
                + (columns.getFirst().descending() ? " DESC" : "")
                + ConstraintSql.onConflict(onConflict)
                + (autoincrement ? " AUTOINCREMENT" : "");
    }

    String tableSql() {
        return named() + "PRIMARY KEY ("
                + columns.stream().map(KeyColumn::sql).collect(Collectors.joining(", "))
                + (autoincrement ? " AUTOINCREMENT" : "")
                + ")"
                + ConstraintSql.onConflict(onConflict);
    }

    private String named() {
        return ConstraintSql.named(name);
    }
}
