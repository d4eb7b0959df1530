package dev.templedb.branchdb.data;

import java.util.List;

/// Hears rows as they are read, so that memory does not depend on their number. An exception of it ends the reading and
/// reaches the caller.
public interface RowListener {
    /// Called once, before the rows.
    default void columns(List<DataColumn> columns) {}

    /// Called for each row, in order.
    void row(DataRow row);
}
