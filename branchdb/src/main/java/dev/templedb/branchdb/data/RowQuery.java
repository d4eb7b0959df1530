package dev.templedb.branchdb.data;

import dev.templedb.core.TempleException;
import dev.templedb.sqlite.Query;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A question about the rows of one table. Immutable: each method that says more returns a new one, so one may be kept
/// and
/// asked often.
///
/// All questions fail with `TABLE_NOT_FOUND`, `COLUMN_NOT_FOUND` or `FILTER_INVALID`, before any SQL is made, or as
/// reads
/// do.
///
/// @param <T> what a row becomes
public final class RowQuery<T> {
    private record Order(String column, boolean descending) {}

    private final String table;
    private final DataScope scope;
    private final RowReader<T> reader;
    private final @Nullable Filter filter;
    private final List<Order> orders;
    private final long limit;
    private final long offset;

    RowQuery(String table, DataScope scope, RowReader<T> reader) {
        this(table, scope, reader, null, List.of(), -1, 0);
    }

    private RowQuery(
            String table,
            DataScope scope,
            RowReader<T> reader,
            @Nullable Filter filter,
            List<Order> orders,
            long limit,
            long offset) {
        this.table = table;
        this.scope = scope;
        this.reader = reader;
        this.filter = filter;
        this.orders = orders;
        this.limit = limit;
        this.offset = offset;
    }

    /// Only rows that `more` chooses, beside what was said before.
    public RowQuery<T> where(Filter more) {
        return new RowQuery<>(table, scope, reader, filter == null ? more : filter.and(more), orders, limit, offset);
    }

    /// In the order of these columns, the first first.
    public RowQuery<T> orderBy(String... columns) {
        return ordered(false, columns);
    }

    /// In the opposite order of these columns.
    public RowQuery<T> orderByDescending(String... columns) {
        return ordered(true, columns);
    }

    private RowQuery<T> ordered(boolean descending, String... columns) {
        var more = new ArrayList<>(orders);
        for (var column : columns) {
            more.add(new Order(column, descending));
        }
        return new RowQuery<>(table, scope, reader, filter, List.copyOf(more), limit, offset);
    }

    /// At most so many rows.
    public RowQuery<T> limit(long rows) {
        return new RowQuery<>(table, scope, reader, filter, orders, notNegative(rows), offset);
    }

    /// Without the first rows.
    public RowQuery<T> offset(long rows) {
        return new RowQuery<>(table, scope, reader, filter, orders, limit, notNegative(rows));
    }

    private static long notNegative(long rows) {
        if (rows < 0) {
            throw new IllegalArgumentException("a number of rows must not be negative: " + rows);
        }
        return rows;
    }

    /// All rows, in memory.
    public List<T> list() {
        return stream(Stream::toList);
    }

    /// The first row, if there is one.
    public Optional<T> first() {
        return limit(limit == 0 ? 0 : 1).stream(Stream::findFirst);
    }

    /// How many rows there are, without limit and offset.
    public long count() {
        return scope.read(data -> {
            var form = data.form(table);
            var condition = condition(form);
            var query = data.transaction().query("SELECT count(*) FROM " + form.quoted() + where(condition));
            bind(condition, query);
            return query.longValue();
        });
    }

    /// Calls `consumer` for each row as it is read; memory does not depend on their number.
    public void forEach(Consumer<? super T> consumer) {
        stream(rows -> {
            rows.forEach(consumer);
            return true;
        });
    }

    /// Gives the rows to `work` as they are read, one at a time. The stream is valid only inside it.
    public <R extends @Nullable Object> R stream(Function<Stream<T>, R> work) {
        return scope.read(data -> {
            var form = data.form(table);
            var columns = reader.columns(form);
            boolean isAll = columns.size() == form.columns().size() && columns.equals(form.columns());
            var names = isAll ? form.all() : form.columnsOf(columns);
            var condition = condition(form);
            var query = data.transaction()
                    .query((isAll ? form.selectAll() : form.select(columns))
                            + where(condition)
                            + order(form)
                            + range());
            bind(condition, query);
            try (var rows = query.stream(row -> reader.read(DataTable.row(names, row)))) {
                return work.apply(rows);
            }
        });
    }

    /// Writes the rows as they are read. The stream is not closed.
    ///
    /// @return how many rows
    /// @throws TempleException with `DATABASE_UNWRITABLE` when `out` cannot be written
    public long exportTo(RowFormat format, OutputStream out) {
        return scope.read(data -> {
            var form = data.form(table);
            var columns = form.columnsOf(reader.columns(form)).list();
            var writer = format.writer(columns, out);
            new RowQuery<>(
                            table,
                            data.scope(),
                            RowReader.of(columns.stream().map(DataColumn::name).toList()),
                            filter,
                            orders,
                            limit,
                            offset)
                    .forEach(writer::row);
            return writer.end();
        });
    }

    private @Nullable Condition condition(TableForm form) {
        return filter == null ? null : new Condition(form, filter, 0);
    }

    private static void bind(@Nullable Condition condition, Query query) {
        if (condition != null) {
            condition.bind(query);
        }
    }

    private static String where(@Nullable Condition condition) {
        return condition == null ? "" : " WHERE " + condition.sql();
    }

    private String order(TableForm form) {
        return orders.isEmpty()
                ? ""
                : orders.stream()
                        .map(each -> form.column(each.column()).quoted() + (each.descending() ? " DESC" : ""))
                        .collect(Collectors.joining(", ", " ORDER BY ", ""));
    }

    /// Numbers, not texts of anybody.
    private String range() {
        if (limit < 0 && offset == 0) {
            return "";
        }
        return " LIMIT " + limit + (offset == 0 ? "" : " OFFSET " + offset);
    }
}
