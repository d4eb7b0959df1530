package dev.templedb.branchdb.data;

import dev.templedb.sqlite.SqlLimits;
import java.time.Duration;

/// How much a statement of a person may take. With limits it runs on a connection of its own, watched by a thread.
///
/// @param time longest running time, without the time in which its rows are taken away
/// @param rows most rows that it may give; more are refused
public record QueryLimits(Duration time, long rows) {
    /// Half a minute and a million rows.
    public static final QueryLimits DEFAULT = new QueryLimits(SqlLimits.DEFAULT.time(), SqlLimits.DEFAULT.rows());

    public QueryLimits {
        if (time.isNegative() || rows < 0) {
            throw new IllegalArgumentException("limits must not be negative: %s, %d rows".formatted(time, rows));
        }
    }

    SqlLimits toSql() {
        return SqlLimits.DEFAULT.withTime(time).withRows(rows);
    }
}
