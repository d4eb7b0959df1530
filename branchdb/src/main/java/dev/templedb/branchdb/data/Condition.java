package dev.templedb.branchdb.data;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.Query;
import dev.templedb.sqlite.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A filter as the condition of a statement on one table, with its values.
final class Condition {
    /// What SQLite takes at the least.
    private static final int MOST_VALUES = 30_000;

    private final TableForm table;
    private final int before;
    private final List<@Nullable Object> values = new ArrayList<>();
    private final String sql;

    /// @param before how many parameters the statement has before the condition
    Condition(TableForm table, Filter filter, int before) {
        this.table = table;
        this.before = before;
        this.sql = sql(filter);
        if (values.size() > MOST_VALUES) {
            throw new TempleException(
                    ErrorCode.FILTER_INVALID, "The condition has more than %d values.".formatted(MOST_VALUES));
        }
    }

    String sql() {
        return sql;
    }

    int next() {
        return before + values.size() + 1;
    }

    void bind(Query query) {
        for (int i = 0; i < values.size(); i++) {
            query.bindValue(before + 1 + i, values.get(i));
        }
    }

    void bind(Update update) {
        for (int i = 0; i < values.size(); i++) {
            update.bindValue(before + 1 + i, values.get(i));
        }
    }

    private String sql(Filter filter) {
        return switch (filter) {
            case Filter.Compare(var column, var operator, var value) -> compare(table.column(column), operator, value);
            case Filter.In(var column, var any) -> in(table.column(column), any);
            case Filter.And(var all) -> joined(all, " AND ");
            case Filter.Or(var any) -> joined(any, " OR ");
            case Filter.Not(var inner) -> "(" + sql(inner) + ") IS NOT TRUE";
        };
    }

    private String joined(List<Filter> filters, String operator) {
        return filters.stream().map(each -> "(" + sql(each) + ")").collect(Collectors.joining(operator));
    }

    private String compare(ColumnForm column, Filter.Operator operator, @Nullable Object value) {
        if (value == null) {
            return column.quoted() + " " + operator.sql() + " NULL";
        }
        Object stored = operator == Filter.Operator.LIKE ? value.toString() : converted(column, value);
        String sign = operator == Filter.Operator.EQ ? "=" : operator.sql();
        return column.quoted() + " " + sign + " " + add(stored);
    }

    /// Lists of many lengths would be as many statements, so each is filled up to the next power of two.
    private String in(ColumnForm column, List<@Nullable Object> any) {
        if (any.isEmpty()) {
            return "FALSE";
        }
        boolean hasNull = any.contains(null);
        var stored = new ArrayList<@Nullable Object>();
        any.forEach(each -> {
            if (each != null) {
                stored.add(converted(column, each));
            }
        });
        if (stored.isEmpty()) {
            return column.quoted() + " IS NULL";
        }
        int width = Integer.highestOneBit(Math.max(1, 2 * stored.size() - 1));
        String list = IntStream.range(0, width)
                .mapToObj(i -> add(stored.get(Math.min(i, stored.size() - 1))))
                .collect(Collectors.joining(", "));
        return column.quoted() + " IN (" + list + ")" + (hasNull ? " OR " + column.quoted() + " IS NULL" : "");
    }

    private @Nullable Object converted(ColumnForm column, Object value) {
        try {
            return table.stored(column, value);
        } catch (TempleException e) {
            throw new TempleException(ErrorCode.FILTER_INVALID, String.valueOf(e.getMessage()), e);
        }
    }

    private String add(@Nullable Object value) {
        values.add(value);
        return "?" + (before + values.size());
    }
}
