package dev.templedb.branchdb.schema;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Columns of which no two rows have the same values, NULLs apart.
///
/// @param name       of the constraint, or null
/// @param columns    at least one
/// @param onConflict what happens to a row whose values are taken, or null for SQLite's usual
public record Unique(
        @Nullable String name,
        List<KeyColumn> columns,
        @Nullable Conflict onConflict) {
    public Unique {
        columns = List.copyOf(columns);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("unique columns are at least one");
        }
    }

    /// A constraint without a name.
    public static Unique of(String... columns) {
        return new Unique(null, List.of(columns).stream().map(KeyColumn::of).toList(), null);
    }

    /// The names of the columns, in order.
    public List<String> columnNames() {
        return columns.stream().map(KeyColumn::name).toList();
    }

    /// Whether it is written at its only column.
    boolean isOfColumn(String column) {
        return columns.size() == 1 && columns.getFirst().equals(KeyColumn.of(column));
    }

    String columnSql() {
        return ConstraintSql.named(name) + "UNIQUE" + ConstraintSql.onConflict(onConflict);
    }

    String tableSql() {
        return ConstraintSql.named(name)
                + "UNIQUE ("
                + columns.stream().map(KeyColumn::sql).collect(Collectors.joining(", "))
                + ")"
                + ConstraintSql.onConflict(onConflict);
    }
}
