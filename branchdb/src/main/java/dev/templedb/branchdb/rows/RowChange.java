package dev.templedb.branchdb.rows;

import dev.templedb.branchdb.data.DataRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a row of one branch differs from that of another with the same key.
public sealed interface RowChange {
    /// The table, by its name on the later side, or on the earlier one when it is only there.
    String table();

    /// The primary key.
    List<@Nullable Object> key();

    /// Only the later side has it.
    record Added(String table, List<@Nullable Object> key, DataRow row) implements RowChange {}

    /// Only the earlier side had it.
    record Removed(String table, List<@Nullable Object> key, DataRow row) implements RowChange {}

    /// Both have it.
    ///
    /// @param columns those whose values differ
    record Changed(String table, List<@Nullable Object> key, DataRow before, DataRow after, List<String> columns)
            implements RowChange {}
}
