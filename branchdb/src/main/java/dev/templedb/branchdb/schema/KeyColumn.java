package dev.templedb.branchdb.schema;

import org.jspecify.annotations.Nullable;

/// One column of a primary key or of unique columns.
///
/// @param name       the column
/// @param collation  by what its texts are compared, or null for the column's own
/// @param descending whether the key goes downwards
public record KeyColumn(String name, @Nullable String collation, boolean descending) {
    /// The column as it is, upwards.
    public static KeyColumn of(String name) {
        return new KeyColumn(name, null, false);
    }

    String sql() {
        return SqlName.quote(name)
                + (collation == null ? "" : " COLLATE " + SqlName.quote(collation))
                + (descending ? " DESC" : "");
    }
}
