package dev.templedb.sqlite;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteLimits;

/// Runs SQL that a person typed, or that is not trusted for another reason, so that it can only read.
///
/// The database is opened read-only and `query_only`; one `SELECT`, `VALUES`, `WITH` or `EXPLAIN` of one is let
/// through;
/// attaching files, loading extensions, `VACUUM INTO` and PRAGMAs are impossible; time, rows and the size of values are
/// limited. Sorting may use temporary files until the time is up. Used by one thread at a time.
public final class ReadOnlyQuery implements AutoCloseable {
    private static final String SETTINGS = """
            PRAGMA trusted_schema = OFF;
            PRAGMA cell_size_check = ON;
            PRAGMA query_only = ON;
            """;
    private static final int STEPS_BETWEEN_CLOCK_LOOKS = 1000;
    private static final int LIKE_PATTERN_BYTES = 1000;

    private final Session session;
    private final SqlLimits limits;

    private ReadOnlyQuery(Session session, SqlLimits limits) {
        this.session = session;
        this.limits = limits;
    }

    /// Hears the result as it is read. An exception of the listener ends the query and reaches the caller.
    public interface Listener {
        /// Called once, before the rows. Names may repeat.
        void columns(List<String> names);

        /// Called for each row, in order, with one value per column.
        void row(List<SqlValue> values);
    }

    /// Opens an existing file, which other threads and processes may be using, even for writing.
    ///
    /// @param options the application id and noun of the file; the rest is not looked at
    /// @throws TempleException as [SqliteFile#open] does
    public static ReadOnlyQuery open(Path file, SqliteOptions options, SqlLimits limits) {
        var path = file.toAbsolutePath().normalize();
        var errors = new SqliteErrors(options.noun(), path);
        new FilePlace(path, errors).prepare(SqliteOptions.Access.READ_ONLY);
        Opening opening =
                () -> Session.openForReading(path, options.busyTimeout().toMillis(), errors);
        return open(opening, errors, limits, session -> {
            if (options.applicationId() != 0
                    && session.selectLong("PRAGMA application_id") != options.applicationId()) {
                throw errors.of(ErrorCode.TEMPLE_NOT_A_TEMPLE, "is a SQLite database of another program.");
            }
        });
    }

    /// Makes a private database that ends with this object, lets `fill` write its tables, and then only reads it.
    /// It is kept in memory until it grows beyond a few megabytes, then in a temporary file.
    public static ReadOnlyQuery overTemporary(SqlLimits limits, Consumer<Transaction> fill) {
        var errors = new SqliteErrors("temporary database", Path.of("for this query"));
        return open(() -> Session.open(Session.TEMPORARY, false, 0, errors), errors, limits, session -> {
            session.beginWrite();
            var tx = new Transaction(session, null);
            fill.accept(tx);
            tx.end();
            session.commit();
        });
    }

    private interface Opening {
        Session open() throws SQLException;
    }

    private interface Preparation {
        void run(Session session) throws SQLException;
    }

    private static ReadOnlyQuery open(Opening opening, SqliteErrors errors, SqlLimits limits, Preparation preparation) {
        @Nullable Session session = null;
        try {
            session = opening.open();
            preparation.run(session);
            restrict(session, limits);
            return new ReadOnlyQuery(session, limits);
        } catch (SQLException | RuntimeException e) {
            if (session != null) {
                session.close();
            }
            throw e instanceof SQLException sql ? errors.translate(sql) : (RuntimeException) e;
        }
    }

    private static void restrict(Session session, SqlLimits limits) throws SQLException {
        session.execute(SETTINGS);
        session.connection().setLimit(SQLiteLimits.SQLITE_LIMIT_ATTACHED, 0);
        session.connection().setLimit(SQLiteLimits.SQLITE_LIMIT_LENGTH, limits.valueBytes());
        session.connection().setLimit(SQLiteLimits.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, LIKE_PATTERN_BYTES);
        session.connection().setLimit(SQLiteLimits.SQLITE_LIMIT_WORKER_THREADS, 0);
    }

    /// Runs one query and gives its columns and rows to `listener` as they are read.
    ///
    /// @return how many rows were given
    /// @throws TempleException with `SQL_INVALID` when SQLite does not understand `sql`, or it is more than one
    ///         statement; `SQL_READ_ONLY` when it would do anything but read; `SQL_LIMIT` when it takes too long,
    /// gives too
    ///         many rows (those within the limit have been given) or makes too large a value
    public long run(String sql, Listener listener) {
        ReadOnlySql.require(sql);
        try {
            limitTime();
            try (var statement = session.connection().prepareStatement(sql);
                    var rows = statement.executeQuery()) {
                return deliver(rows, listener);
            } finally {
                ProgressHandler.clearHandler(session.connection());
            }
        } catch (SQLException e) {
            throw session.errors().translateUserQuery(e, limits);
        }
    }

    /// Runs anything at all, to show that the session alone protects the data.
    void attack(String script) {
        try {
            session.execute(script);
        } catch (SQLException e) {
            throw session.errors().translateUserQuery(e, limits);
        }
    }

    private long deliver(ResultSet rows, Listener listener) throws SQLException {
        var names = columnNames(rows);
        listener.columns(names);
        long count = 0;
        while (rows.next()) {
            if (count == limits.rows()) {
                throw new TempleException(
                        ErrorCode.SQL_LIMIT, "The query gives more than the limit of " + limits.rows() + " rows.");
            }
            listener.row(values(rows, names.size()));
            count++;
        }
        return count;
    }

    private static List<String> columnNames(ResultSet rows) throws SQLException {
        var metadata = rows.getMetaData();
        var names = new ArrayList<String>();
        for (int i = 1; i <= metadata.getColumnCount(); i++) {
            names.add(metadata.getColumnName(i));
        }
        return List.copyOf(names);
    }

    private static List<SqlValue> values(ResultSet rows, int columns) throws SQLException {
        var values = new SqlValue[columns];
        for (int i = 0; i < columns; i++) {
            values[i] = value(rows.getObject(i + 1));
        }
        return List.of(values);
    }

    private static SqlValue value(@Nullable Object value) {
        return switch (value) {
            case null -> new SqlValue.Null();
            case Double real -> new SqlValue.Real(real);
            case Number whole -> new SqlValue.Whole(whole.longValue());
            case byte[] bytes -> new SqlValue.Blob(bytes);
            default -> new SqlValue.Text(value.toString());
        };
    }

    private void limitTime() throws SQLException {
        long deadline = System.nanoTime() + limits.time().toNanos();
        ProgressHandler.setHandler(session.connection(), STEPS_BETWEEN_CLOCK_LOOKS, new ProgressHandler() {
            @Override
            protected int progress() {
                return System.nanoTime() - deadline > 0 ? 1 : 0;
            }
        });
    }

    @Override
    public void close() {
        session.close();
    }
}
