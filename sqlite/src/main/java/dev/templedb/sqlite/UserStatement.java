package dev.templedb.sqlite;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.sqlite.core.CoreStatement;

/// One statement of a person, found harmless: it reads, or it changes rows and nothing else.
///
/// What it does is decided by SQLite: its parser finds it to be a query or not, and the program that it compiles the
/// statement to is looked at step by step (ADR 11). Words are looked at for messages, and the first word, at which
/// SQLite
/// looks too, so that no PRAGMA gets to be compiled. Immutable; true as long as the schema is the one it was checked
/// with.
public final class UserStatement {
    /// What a statement does.
    public enum Kind {
        READ,
        CHANGE
    }

    /// Hears the rows as they are read. Its exceptions end the statement and reach the caller.
    public interface Listener {
        /// Called once, before the rows.
        void columns(List<ResultColumn> columns);

        /// Called for each row: null, `Long`, `Double`, `String` or `byte[]` for each column. The list is the
        /// listener's.
        void row(List<@Nullable Object> values);
    }

    private final String sql;
    private final Kind kind;
    private final ParameterNames names;

    private UserStatement(String sql, Kind kind) {
        this.sql = sql;
        this.kind = kind;
        this.names = ParameterNames.of(sql);
    }

    public Kind kind() {
        return kind;
    }

    /// Checks `sql` with the schema that `tx` sees. Nothing is run. Costs some tens of microseconds; keep it.
    ///
    /// @param isGuarded which tables nobody may write to
    /// @throws TempleException with `STATEMENT_INVALID` when SQLite does not understand it, it is empty or more
    /// than
    /// one;
    ///         `STATEMENT_REFUSED` when it would do anything but read or change rows
    public static UserStatement check(Transaction tx, String sql, Predicate<String> isGuarded) {
        String statement = StatementText.onlyOf(sql);
        String word = StatementText.firstWord(statement);
        try {
            if (StatementText.mayRead(word)) {
                String query = StatementText.withoutExplain(statement);
                try {
                    CompiledSql.requireSelect(tx.session(), query);
                    requireHarmless(CompiledSql.of(tx.session(), query), true);
                    return new UserStatement(statement, Kind.READ);
                } catch (SQLException e) {
                    if (!word.equals("WITH")) {
                        throw explain(tx, query, e);
                    }
                }
            }
            StatementText.requireRowChange(word);
            var program = CompiledSql.of(tx.session(), statement);
            requireHarmless(program, false);
            program.writtenRoots().forEach(root -> requireUnguarded(tx, root, isGuarded));
            return new UserStatement(statement, Kind.CHANGE);
        } catch (SQLException e) {
            throw translate(tx, e);
        }
    }

    /// SQLite's complaint about the query itself says it better than the one about how it was asked.
    private static SQLException explain(Transaction tx, String query, SQLException complaint) throws SQLException {
        String word = StatementText.firstWord(query);
        if (StatementText.mayRead(word)) {
            CompiledSql.of(tx.session(), query);
        } else {
            StatementText.requireRowChange(word);
        }
        return complaint;
    }

    private static void requireHarmless(CompiledSql program, boolean isRead) {
        program.refusedFunction().ifPresent(function -> {
            throw refused("The function %s is not allowed.".formatted(function));
        });
        if (isRead && program.writes()) {
            throw refused("The query may only read, and this one would write.");
        }
        if (program.changesMoreThanRows()) {
            throw refused("The statement would change more than rows.");
        }
        if (program.mayRollBack()) {
            throw refused("ROLLBACK is not allowed, neither by OR ROLLBACK nor by a trigger:"
                    + " it would end the transaction that the statement is part of.");
        }
    }

    private static void requireUnguarded(Transaction tx, int root, Predicate<String> isGuarded) {
        tx.query("SELECT tbl_name FROM sqlite_schema WHERE rootpage = ?1")
                .bind(1, root)
                .first(row -> row.text(1))
                .filter(isGuarded)
                .ifPresent(table -> {
                    throw refused("The table %s belongs to the engine and can only be read."
                            .formatted(Printable.text(table)));
                });
    }

    /// Runs the statement once.
    ///
    /// @param parameters by name without `:`, or by number as text; null, `Long`, `Double`, `String` or `byte[]`
    /// @param limits     what it may take, or null for as much as it needs; then the connection is not used again
    /// @return how many rows were given, or else changed
    /// @throws TempleException with `STATEMENT_INVALID` when a parameter is missing or too much, `SQL_LIMIT`, what
    ///         [BrokenConstraint] tells more about, or what `listener` throws
    public long run(
            Transaction tx,
            Map<String, ? extends @Nullable Object> parameters,
            @Nullable SqlLimits limits,
            Listener listener) {
        tx.countStatement();
        if (limits == null) {
            return run(tx, parameters, null, null, listener);
        }
        try {
            UserStatements.limit(tx.session(), limits);
        } catch (SQLException e) {
            throw tx.errors().translate(e);
        }
        tx.session().discardAfterUse();
        try (var guard = QueryGuard.over(tx.session().database(), limits, failure -> {})) {
            return run(tx, parameters, limits, guard, listener);
        }
    }

    private long run(
            Transaction tx,
            Map<String, ? extends @Nullable Object> parameters,
            @Nullable SqlLimits limits,
            @Nullable QueryGuard guard,
            Listener listener) {
        // Not kept: the driver takes the columns of a kept one for those it had when it was prepared.
        try (var prepared = tx.session().connection().prepareStatement(sql)) {
            bind(prepared, parameters);
            if (!prepared.execute()) {
                return prepared.getLargeUpdateCount();
            }
            return deliver(prepared, limits, guard, listener);
        } catch (SQLException e) {
            throw (guard == null ? Optional.<TempleException>empty() : guard.reason())
                    .orElseGet(() -> translate(tx, e));
        }
    }

    private void bind(PreparedStatement prepared, Map<String, ? extends @Nullable Object> parameters)
            throws SQLException {
        if (names.count() != prepared.getParameterMetaData().getParameterCount()) {
            throw invalid("Write all parameters of the statement in the same way, such as :name.");
        }
        var unused = new HashSet<>(parameters.keySet());
        for (int i = 1; i <= names.count(); i++) {
            String name = names.name(i);
            if (!parameters.containsKey(name)) {
                throw invalid("The parameter %s of the statement has no value.".formatted(names.describe(i)));
            }
            unused.remove(name);
            bind(prepared, i, parameters.get(name));
        }
        if (!unused.isEmpty()) {
            throw invalid("The statement has no parameter %s."
                    .formatted(Printable.text(unused.iterator().next())));
        }
    }

    private static void bind(PreparedStatement prepared, int index, @Nullable Object value) throws SQLException {
        switch (value) {
            case null -> prepared.setObject(index, null);
            case Long whole -> prepared.setLong(index, whole);
            case Double real -> prepared.setDouble(index, real);
            case String text -> prepared.setString(index, text);
            case byte[] bytes -> prepared.setBytes(index, bytes);
            default -> throw new IllegalArgumentException("not a value of SQLite: " + value.getClass());
        }
    }

    private static long deliver(
            PreparedStatement prepared, @Nullable SqlLimits limits, @Nullable QueryGuard guard, Listener listener)
            throws SQLException {
        try (var rows = prepared.getResultSet()) {
            var columns = columns(prepared);
            away(guard, () -> listener.columns(columns));
            long count = 0;
            while (rows.next()) {
                if (limits != null && count == limits.rows()) {
                    throw new TempleException(
                            ErrorCode.SQL_LIMIT, "The query gives more than the limit of " + limits.rows() + " rows.");
                }
                var values = new ArrayList<@Nullable Object>(columns.size());
                for (int i = 1; i <= columns.size(); i++) {
                    values.add(Row.value(rows, i));
                }
                away(guard, () -> listener.row(values));
                count++;
            }
            return count;
        }
    }

    private static void away(@Nullable QueryGuard guard, Runnable work) {
        if (guard == null) {
            work.run();
        } else {
            guard.away(work);
        }
    }

    /// By the library itself: the driver guesses types from names, and changes their letters.
    private static List<ResultColumn> columns(PreparedStatement prepared) throws SQLException {
        var pointer = ((CoreStatement) prepared).pointer;
        int count = pointer.safeRunInt((db, statement) -> db.column_count(statement));
        var columns = new ArrayList<ResultColumn>(count);
        for (int i = 0; i < count; i++) {
            int column = i;
            @Nullable String type = pointer.safeRun((db, statement) -> db.column_decltype(statement, column));
            columns.add(new ResultColumn(
                    pointer.safeRun((db, statement) -> db.column_name(statement, column)), type == null ? "" : type));
        }
        return List.copyOf(columns);
    }

    private static TempleException translate(Transaction tx, SQLException error) {
        return switch (SqliteErrors.kind(error)) {
            case MISTAKE ->
                new TempleException(
                        ErrorCode.STATEMENT_INVALID,
                        "The statement is not valid: " + SqliteErrors.said(error) + ".",
                        error);
            case READ_ONLY ->
                new TempleException(
                        ErrorCode.STATEMENT_REFUSED,
                        "The statement may only read: " + SqliteErrors.said(error) + ".",
                        error);
            case TOO_LARGE ->
                new TempleException(
                        ErrorCode.SQL_LIMIT, "The statement needs too much: " + SqliteErrors.said(error) + ".", error);
            case OTHER -> tx.errors().translate(error);
        };
    }

    private static TempleException refused(String sentence) {
        return new TempleException(ErrorCode.STATEMENT_REFUSED, sentence);
    }

    private static TempleException invalid(String sentence) {
        return new TempleException(ErrorCode.STATEMENT_INVALID, sentence);
    }
}
