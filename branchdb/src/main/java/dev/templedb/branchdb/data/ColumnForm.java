package dev.templedb.branchdb.data;

import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.SqlName;

/// A column, and how SQL has it.
///
/// @param position in its table, from 0
/// @param path     what messages call it: `users.age`
/// @param quoted   its name in quotes
record ColumnForm(Column column, int position, ColumnKind kind, String path, String quoted) {
    static ColumnForm of(String table, Column column, int position) {
        return new ColumnForm(
                column,
                position,
                ColumnKind.of(column.type()),
                table + "." + column.name(),
                SqlName.quote(column.name()));
    }

    boolean isGenerated() {
        return column.generated() != null;
    }
}
