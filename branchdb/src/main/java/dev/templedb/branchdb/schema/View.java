package dev.templedb.branchdb.schema;

import java.util.List;

/// A view.
///
/// @param name    unique among all tables, views and indexes
/// @param columns what its columns are called; none when the query says it
/// @param query   the SELECT as it was written
public record View(String name, List<String> columns, String query) {
    public View {
        columns = List.copyOf(columns);
    }

    /// A view with the columns of its query.
    public static View of(String name, String query) {
        return new View(name, List.of(), query);
    }

    /// The whole statement that makes it.
    public String createSql() {
        return "CREATE VIEW " + SqlName.quote(name)
                + (columns.isEmpty() ? "" : " (" + SqlName.quoteAll(columns) + ")")
                + " AS "
                + query;
    }
}
