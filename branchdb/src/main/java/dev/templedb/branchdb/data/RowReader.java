package dev.templedb.branchdb.data;

import java.util.List;

/// What a query asks of a table, and what its rows become.
interface RowReader<T> {
    /// The columns that are wanted, in order.
    List<ColumnForm> columns(TableForm table);

    T read(DataRow row);

    /// Rows as they are.
    ///
    /// @param columns none means all
    static RowReader<DataRow> of(List<String> columns) {
        return new RowReader<>() {
            @Override
            public List<ColumnForm> columns(TableForm table) {
                return columns.isEmpty()
                        ? table.columns()
                        : columns.stream().map(table::column).toList();
            }

            @Override
            public DataRow read(DataRow row) {
                return row;
            }
        };
    }
}
