package dev.templedb.sqlite;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Runs SQL that a person typed, or that is not trusted for another reason, so that it can only read.
///
/// The database is opened read-only and `query_only`, without attached files and extensions. SQLite's own parser must
/// find the statement to be a query, and the program that it compiles it to must do nothing but read and call no
/// function that reaches outside. Time, rows, memory, temporary files and the size of values are limited (ADR 11). Used
/// by one thread at a time.
public final class ReadOnlyQuery implements AutoCloseable {
    private static final String SETTINGS = """
            PRAGMA trusted_schema = OFF;
            PRAGMA cell_size_check = ON;
            PRAGMA query_only = ON;
            """;
    private final Session session;
    private final SqlLimits limits;
    private Consumer<TempleException> lastResort = failure -> {};

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
        var errors = new SqliteErrors(options, path);
        new FilePlace(path, errors).prepare(options.readOnly());
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
        UserStatements.limit(session, limits);
    }

    /// Adds tables, views and triggers of this connection alone; the file is not touched.
    ///
    /// @param script statements of the product itself
    public ReadOnlyQuery withTemporary(String script) {
        try {
            session.execute("PRAGMA query_only = OFF");
            session.execute(script);
            session.execute("PRAGMA query_only = ON");
            return this;
        } catch (SQLException e) {
            throw session.errors().translate(e);
        }
    }

    /// Adds a function of the product itself, with one argument.
    ///
    /// @param maker makes it, for a transaction that sees what the query sees
    public ReadOnlyQuery withFunction(String name, Function<Transaction, UserFunction> maker) {
        try {
            UserStatements.define(session, name, maker.apply(new Transaction(session, null)));
            return this;
        } catch (SQLException e) {
            throw session.errors().translate(e);
        }
    }

    /// Says what to do, on another thread, when a query does not end although it was interrupted.
    public ReadOnlyQuery withLastResort(Consumer<TempleException> newLastResort) {
        lastResort = newLastResort;
        return this;
    }

    /// Runs one query without parameters.
    public long run(String sql, Listener listener) {
        return run(sql, Map.of(), listener);
    }

    /// Runs one query and gives its columns and rows to `listener` as they are read.
    ///
    /// @param parameters the value of each parameter, by its name without `:`, or by its number
    /// @return how many rows were given
    /// @throws TempleException with `SQL_INVALID` when SQLite does not understand `sql`, it is more than one
    ///         statement, or a parameter has no value; `SQL_READ_ONLY` when it would do anything but read;
    /// `SQL_LIMIT`
    ///         when it takes too long or too much, gives too many rows (those within the limit have been given) or
    /// makes
    /// too
    ///         large a value
    public long run(String sql, Map<String, SqlValue> parameters, Listener listener) {
        var statement = StatementText.only(sql);
        try (var guard = QueryGuard.over(session.database(), limits, lastResort)) {
            return new UserStatements(session, limits, guard).query(statement, parameters, listener);
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

    @Override
    public void close() {
        session.close();
    }
}
