package dev.templedb.branchdb.data;

import java.util.Collection;
import java.util.List;

/// All rows that a statement gave, in memory.
///
/// @param columns also when there are no rows
public record QueryResult(List<DataColumn> columns, List<DataRow> rows) {
    /// Of a statement that gives no rows.
    static final QueryResult NONE = new QueryResult(List.of(), List.of());

    public QueryResult {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /// With masked values, as [DataRow#masked] has them.
    public QueryResult masked(Collection<String> names) {
        return new QueryResult(
                columns, rows.stream().map(row -> row.masked(names)).toList());
    }
}
