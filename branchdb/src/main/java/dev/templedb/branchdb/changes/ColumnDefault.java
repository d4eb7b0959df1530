package dev.templedb.branchdb.changes;

import dev.templedb.branchdb.schema.Column;

/// What a column has in rows that say nothing of it.
public final class ColumnDefault {
    private ColumnDefault() {}

    /// The default of a column as an SQL expression; `NULL` when it has none.
    public static String sql(Column column) {
        return RowChecks.defaultValue(column);
    }
}
