package dev.templedb.temple.query;

import dev.templedb.core.TempleException;
import dev.templedb.sqlite.SqlLimits;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A query that a person typed, and how much it may take.
///
/// @param sql        one `SELECT`, `VALUES`, `WITH` or `EXPLAIN`
/// @param parameters the value of each parameter by its name without `:`, or by its number: a `String`, `Long`,
/// `Double`,
/// or an empty `Optional` for NULL
/// @param names      whose names of tables it uses besides ours
/// @param time       longest running time
/// @param rows       most rows
/// @param lastResort told, on another thread, when the query does not end although it was interrupted; may end the
///                   process
public record QueryRequest(
        String sql,
        Map<String, Object> parameters,
        Optional<TableNames> names,
        Duration time,
        long rows,
        Consumer<TempleException> lastResort) {
    /// The longest a query runs unless more is asked for.
    public static final Duration DEFAULT_TIME = SqlLimits.DEFAULT.time();
    /// The most rows a query gives unless more is asked for.
    public static final long DEFAULT_ROWS = SqlLimits.DEFAULT.rows();

    public QueryRequest {
        parameters = Map.copyOf(parameters);
    }

    /// A query without parameters, within the limits that hold unless others are asked for.
    public static QueryRequest of(String sql) {
        return new QueryRequest(sql, Map.of(), Optional.empty(), DEFAULT_TIME, DEFAULT_ROWS, failure -> {});
    }

    /// With values for its parameters.
    public QueryRequest withParameters(Map<String, Object> newParameters) {
        return new QueryRequest(sql, newParameters, names, time, rows, lastResort);
    }

    /// With the names of tables of another tool.
    public QueryRequest with(TableNames newNames) {
        return new QueryRequest(sql, parameters, Optional.of(newNames), time, rows, lastResort);
    }

    /// Within other limits.
    public QueryRequest within(Duration newTime, long newRows) {
        return new QueryRequest(sql, parameters, names, newTime, newRows, lastResort);
    }

    SqlLimits limits() {
        return SqlLimits.DEFAULT.withTime(time).withRows(rows);
    }
}
