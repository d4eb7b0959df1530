package dev.templedb.sqlite;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sqlite.Function;
import org.sqlite.SQLiteLimits;

/// Runs statements of a person on a session that was prepared for it.
final class UserStatements {
    private static final int LIKE_PATTERN_BYTES = 1000;
    private static final int SQL_BYTES = 1 << 20;
    private static final int COLUMNS = 1000;
    private static final int PARAMETERS = 1000;

    private final Session session;
    private final SqlLimits limits;
    private final QueryGuard guard;

    /// @param guard watches what is run
    UserStatements(Session session, SqlLimits limits, QueryGuard guard) {
        this.session = session;
        this.limits = limits;
        this.guard = guard;
    }

    /// Sets what SQLite itself limits, for all further statements of the session.
    static void limit(Session session, SqlLimits limits) throws SQLException {
        var connection = session.connection();
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_ATTACHED, 0);
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_LENGTH, limits.valueBytes());
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_SQL_LENGTH, Math.min(SQL_BYTES, limits.valueBytes()));
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_COLUMN, COLUMNS);
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_VARIABLE_NUMBER, PARAMETERS);
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, LIKE_PATTERN_BYTES);
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_WORKER_THREADS, 0);
    }

    /// Adds a function to the session.
    static void define(Session session, String name, UserFunction function) throws SQLException {
        Function.create(
                session.connection(),
                name,
                new Function() {
                    @Override
                    protected void xFunc() throws SQLException {
                        byte[] argument = value_blob(0);
                        switch (call(function, argument == null ? new SqlValue.Null() : new SqlValue.Blob(argument))) {
                            case SqlValue.Text(var text) -> result(text);
                            case SqlValue.Blob(var bytes) -> result(bytes);
                            case SqlValue.Whole(var whole) -> result(whole);
                            case SqlValue.Real(var real) -> result(real);
                            case SqlValue.Null() -> result();
                        }
                    }
                },
                1,
                Function.FLAG_DETERMINISTIC);
    }

    private static SqlValue call(UserFunction function, SqlValue argument) throws SQLException {
        try {
            return function.apply(argument);
        } catch (TempleException e) {
            throw new SQLException(e.getMessage(), e);
        }
    }

    /// Runs one statement that must be a query.
    ///
    /// @return how many rows there were
    long query(String statement, Map<String, SqlValue> parameters, ReadOnlyQuery.Listener listener) {
        return attempt(() -> {
            requireReading(statement);
            try (var prepared = prepare(statement, parameters);
                    var rows = prepared.executeQuery()) {
                return deliver(rows, listener);
            }
        });
    }

    /// Runs one statement that must change nothing but temporary views.
    void change(String statement, Map<String, SqlValue> parameters) {
        attempt(() -> {
            CompiledSql.of(session, statement).requireViewsOnly();
            try (var prepared = prepare(statement, parameters)) {
                if (prepared.execute()) {
                    throw invalid("The statement gives rows; a change gives none.");
                }
            }
            return 0;
        });
    }

    private interface Attempt {
        long run() throws SQLException;
    }

    private long attempt(Attempt attempt) {
        try {
            return attempt.run();
        } catch (SQLException e) {
            throw guard.reason().orElseGet(() -> session.errors().translateUserQuery(e, limits));
        } catch (OutOfMemoryError e) {
            throw new TempleException(ErrorCode.SQL_LIMIT, "The query needs more memory than there is.", e);
        }
    }

    private void requireReading(String statement) throws SQLException {
        var query = StatementText.withoutExplain(statement);
        try {
            CompiledSql.requireSelect(session, query);
        } catch (SQLException e) {
            if (guard.reason().isEmpty()) {
                StatementText.explainRefusal(query);
                refuseWritingAfterWith(query);
            }
            throw e;
        }
        CompiledSql.of(session, query).requireReading();
    }

    /// Looks at what the statement would do, which begins as a query does and is none: it may end in a DELETE.
    private void refuseWritingAfterWith(String query) {
        try {
            CompiledSql.of(session, query).requireReading();
        } catch (SQLException notUnderstood) {
            // The first complaint says it better.
        }
    }

    private PreparedStatement prepare(String statement, Map<String, SqlValue> parameters) throws SQLException {
        var prepared = session.connection().prepareStatement(statement);
        try {
            bind(prepared, ParameterNames.of(statement), parameters);
            return prepared;
        } catch (SQLException | RuntimeException e) {
            prepared.close();
            throw e;
        }
    }

    private static void bind(PreparedStatement prepared, ParameterNames names, Map<String, SqlValue> parameters)
            throws SQLException {
        if (names.count() != prepared.getParameterMetaData().getParameterCount()) {
            throw invalid("Write all parameters of the query in the same way, such as :name.");
        }
        var unused = new HashSet<>(parameters.keySet());
        for (int i = 1; i <= names.count(); i++) {
            var name = names.name(i);
            @Nullable SqlValue value = parameters.get(name);
            if (value == null) {
                throw invalid("The parameter %s of the query has no value.".formatted(names.describe(i)));
            }
            unused.remove(name);
            bind(prepared, i, value);
        }
        if (!unused.isEmpty()) {
            throw invalid("The query has no parameter :%s."
                    .formatted(Printable.text(unused.iterator().next())));
        }
    }

    private static void bind(PreparedStatement prepared, int index, SqlValue value) throws SQLException {
        switch (value) {
            case SqlValue.Null() -> prepared.setObject(index, null);
            case SqlValue.Whole(var whole) -> prepared.setLong(index, whole);
            case SqlValue.Real(var real) -> prepared.setDouble(index, real);
            case SqlValue.Text(var text) -> prepared.setString(index, text);
            case SqlValue.Blob(var bytes) -> prepared.setBytes(index, bytes);
        }
    }

    private long deliver(ResultSet rows, ReadOnlyQuery.Listener listener) throws SQLException {
        var names = columnNames(rows);
        guard.away(() -> listener.columns(names));
        long count = 0;
        while (rows.next()) {
            if (count == limits.rows()) {
                throw new TempleException(
                        ErrorCode.SQL_LIMIT, "The query gives more than the limit of " + limits.rows() + " rows.");
            }
            var row = values(rows, names.size());
            guard.away(() -> listener.row(row));
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

    private List<SqlValue> values(ResultSet rows, int columns) throws SQLException {
        var values = new SqlValue[columns];
        long bytes = 0;
        for (int i = 0; i < columns; i++) {
            values[i] = value(rows.getObject(i + 1));
            bytes += bytes(values[i]);
            if (bytes > limits.valueBytes()) {
                throw new TempleException(
                        ErrorCode.SQL_LIMIT,
                        "A row of the query is longer than the limit of " + limits.valueBytes() + " bytes.");
            }
        }
        return List.of(values);
    }

    private static long bytes(SqlValue value) {
        return switch (value) {
            case SqlValue.Text(var text) -> text.length();
            case SqlValue.Blob(var blob) -> blob.length;
            default -> Long.BYTES;
        };
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

    private static TempleException invalid(String sentence) {
        return new TempleException(ErrorCode.SQL_INVALID, sentence);
    }
}
