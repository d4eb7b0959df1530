package dev.templedb.temple.query;

import dev.templedb.sqlite.ReadOnlyQuery;
import dev.templedb.sqlite.SqlLimits;
import dev.templedb.sqlite.SqlValue;
import dev.templedb.temple.Temple;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs one query that a person typed. It can only read; time, rows and the size of values are limited.
public final class TempleQuery {
    /// The longest a query runs unless more is asked for.
    public static final Duration DEFAULT_TIME = SqlLimits.DEFAULT.time();
    /// The most rows a query gives unless more is asked for.
    public static final long DEFAULT_ROWS = SqlLimits.DEFAULT.rows();

    private final Path temple;
    private final SqlLimits limits;

    /// @param temple an existing temple
    /// @param time   longest running time
    /// @param rows   most rows
    public TempleQuery(Path temple, Duration time, long rows) {
        this.temple = temple;
        this.limits = SqlLimits.DEFAULT.withTime(time).withRows(rows);
    }

    /// Hears the result as it is read. An exception of the listener ends the query and reaches the caller.
    public interface Listener {
        /// Called once, before the rows. Names may repeat.
        void columns(List<String> names);

        /// Called for each row with one value per column: null, `Long`, `Double`, `String` or `byte[]`.
        void row(List<@Nullable Object> values);
    }

    /// Runs `sql`, a single `SELECT`, `VALUES`, `WITH` or `EXPLAIN`.
    ///
    /// @return how many rows there were
    /// @throws dev.templedb.core.TempleException with `TEMPLE_NOT_FOUND`, `SQL_INVALID`, `SQL_READ_ONLY`,
    /// `SQL_LIMIT`
    public long run(String sql, Listener listener) {
        try (var query = ReadOnlyQuery.open(temple, Temple.options(), limits)) {
            return query.run(sql, new ReadOnlyQuery.Listener() {
                @Override
                public void columns(List<String> names) {
                    listener.columns(names);
                }

                @Override
                public void row(List<SqlValue> values) {
                    listener.row(plain(values));
                }
            });
        }
    }

    private static List<@Nullable Object> plain(List<SqlValue> values) {
        var plain = new ArrayList<@Nullable Object>(values.size());
        for (var value : values) {
            plain.add(
                    switch (value) {
                        case SqlValue.Null() -> null;
                        case SqlValue.Whole(var whole) -> whole;
                        case SqlValue.Real(var real) -> real;
                        case SqlValue.Text(var text) -> text;
                        case SqlValue.Blob(var bytes) -> bytes;
                    });
        }
        return plain;
    }
}
