package dev.templedb.branchdb.data;

import dev.templedb.branchdb.schema.SqlName;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.ResultColumn;
import dev.templedb.sqlite.Transaction;
import dev.templedb.sqlite.UserStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Runs SQL that people wrote. Statements that were found harmless are remembered with the version of the schema for
/// which
/// that was so. Thread-safe.
final class Statements {
    private static final int MAX_KEPT = 256;

    private record Key(long version, String sql) {}

    private final ConcurrentHashMap<Key, UserStatement> known = new ConcurrentHashMap<>();

    /// Runs a query.
    ///
    /// @return how many rows there were
    long query(
            Transaction tx,
            long version,
            String sql,
            Map<String, @Nullable Object> parameters,
            @Nullable QueryLimits limits,
            RowListener listener) {
        var statement = of(tx, version, sql);
        if (statement.kind() != UserStatement.Kind.READ) {
            throw new TempleException(
                    ErrorCode.STATEMENT_REFUSED, "A query may only read, and this statement would write.");
        }
        return run(tx, statement, parameters, limits, listener);
    }

    /// Runs a statement that changes rows.
    Executed execute(Transaction tx, long version, String sql, Map<String, @Nullable Object> parameters) {
        var statement = of(tx, version, sql);
        if (statement.kind() != UserStatement.Kind.CHANGE) {
            throw new TempleException(
                    ErrorCode.STATEMENT_REFUSED, "This statement only reads; run it as a query to see what it gives.");
        }
        var returned = new Collected();
        long rows = run(tx, statement, parameters, null, returned);
        return new Executed(rows, returned.result());
    }

    private UserStatement of(Transaction tx, long version, String sql) {
        var key = new Key(version, sql);
        var found = known.get(key);
        if (found == null) {
            found = UserStatement.check(tx, sql, SqlName::isInternal);
            if (known.size() >= MAX_KEPT) {
                known.clear();
            }
            known.put(key, found);
        }
        return found;
    }

    private static long run(
            Transaction tx,
            UserStatement statement,
            Map<String, @Nullable Object> parameters,
            @Nullable QueryLimits limits,
            RowListener listener) {
        try {
            return statement.run(tx, parameters, limits == null ? null : limits.toSql(), new UserStatement.Listener() {
                private @Nullable DataColumns shared;

                @Override
                public void columns(List<ResultColumn> columns) {
                    var list = columns.stream()
                            .map(each -> new DataColumn(each.name(), each.type()))
                            .toList();
                    shared = new DataColumns(list);
                    listener.columns(list);
                }

                @Override
                public void row(List<@Nullable Object> values) {
                    if (shared != null) {
                        listener.row(toRow(shared, values));
                    }
                }
            });
        } catch (TempleException e) {
            throw Broken.translate(e);
        }
    }

    private static DataRow toRow(DataColumns columns, List<@Nullable Object> values) {
        var array = new @Nullable Object[columns.count()];
        for (int i = 0; i < array.length; i++) {
            array[i] = columns.toJava(i, values.get(i));
        }
        return new DataRow(columns, array);
    }

    /// Keeps all rows.
    static final class Collected implements RowListener {
        private List<DataColumn> columns = List.of();
        private final List<DataRow> rows = new ArrayList<>();

        @Override
        public void columns(List<DataColumn> newColumns) {
            columns = newColumns;
        }

        @Override
        public void row(DataRow row) {
            rows.add(row);
        }

        QueryResult result() {
            return columns.isEmpty() ? QueryResult.NONE : new QueryResult(columns, rows);
        }
    }
}
