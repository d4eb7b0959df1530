package dev.templedb.branchdb.data;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Which rows are meant. A value: names of columns are looked up, and values converted to the types of their columns,
/// when
/// it is used with a table.
///
/// ```java
/// var adults = Filter.gte("age", 18).and(Filter.in("state", "new", "active"));
/// var same = Filter.parse(List.of("age__gte=18", "state__in=new,active"), "AND");
/// ```
public sealed interface Filter {
    /// How a value is compared.
    enum Operator {
        /// The same; with null, no value.
        EQ("IS"),
        /// Not the same, or no value; with null, any value.
        NE("IS NOT"),
        GT(">"),
        GTE(">="),
        LT("<"),
        LTE("<="),
        /// SQL's LIKE: `%` for any text, `_` for one character; upper and lower case of a to z are the same.
        LIKE("LIKE");

        private final String sql;

        Operator(String sql) {
            this.sql = sql;
        }

        String sql() {
            return sql;
        }
    }

    /// A column and a value.
    record Compare(
            String column, Operator operator, @Nullable Object value) implements Filter {
        public Compare {
            if (value == null && operator != Operator.EQ && operator != Operator.NE) {
                throw invalid("A column can be compared with no value only by eq and ne.");
            }
        }
    }

    /// A column and the values that it may have; none means no row.
    record In(String column, List<@Nullable Object> values) implements Filter {
        public In {
            values = Collections.unmodifiableList(new ArrayList<>(values));
        }
    }

    /// All of them; at least one.
    record And(List<Filter> all) implements Filter {
        public And {
            all = atLeastOne(all);
        }
    }

    /// Any of them; at least one.
    record Or(List<Filter> any) implements Filter {
        public Or {
            any = atLeastOne(any);
        }
    }

    /// The rows that `filter` does not choose, those about which it says nothing because of NULLs among them.
    record Not(Filter filter) implements Filter {}

    /// The column has the value; with null, it has none.
    static Filter eq(String column, @Nullable Object value) {
        return new Compare(column, Operator.EQ, value);
    }

    /// The column has another value, or none; with null, it has any.
    static Filter ne(String column, @Nullable Object value) {
        return new Compare(column, Operator.NE, value);
    }

    static Filter gt(String column, Object value) {
        return new Compare(column, Operator.GT, value);
    }

    static Filter gte(String column, Object value) {
        return new Compare(column, Operator.GTE, value);
    }

    static Filter lt(String column, Object value) {
        return new Compare(column, Operator.LT, value);
    }

    static Filter lte(String column, Object value) {
        return new Compare(column, Operator.LTE, value);
    }

    static Filter like(String column, String pattern) {
        return new Compare(column, Operator.LIKE, pattern);
    }

    static Filter in(String column, Collection<? extends @Nullable Object> values) {
        return new In(column, List.copyOf(values));
    }

    static Filter in(String column, Object... values) {
        return new In(column, Arrays.asList(values));
    }

    static Filter isNull(String column) {
        return eq(column, null);
    }

    static Filter isNotNull(String column) {
        return ne(column, null);
    }

    static Filter and(Filter... all) {
        return new And(List.of(all));
    }

    static Filter or(Filter... any) {
        return new Or(List.of(any));
    }

    static Filter not(Filter filter) {
        return new Not(filter);
    }

    default Filter and(Filter other) {
        return new And(List.of(this, other));
    }

    default Filter or(Filter other) {
        return new Or(List.of(this, other));
    }

    /// Reads filters as they are written on a command line: `age__gt=30`, `name__like=A%`, `id__in=a,b`,
    /// `email__isnull=true`, `name=Ada`.
    ///
    /// @param terms    each COLUMN=VALUE or COLUMN__OPERATOR=VALUE
    /// @param operator AND or OR, in upper or lower case: whether all must hold, or any
    /// @throws TempleException with `FILTER_INVALID`
    static Filter parse(List<String> terms, String operator) {
        boolean all = switch (operator.toUpperCase(Locale.ROOT)) {
            case "AND" -> true;
            case "OR" -> false;
            default -> throw invalid("Operator must be 'AND' or 'OR', not '%s'.".formatted(Printable.text(operator)));
        };
        if (terms.isEmpty()) {
            throw invalid("The condition requires at least one filter.");
        }
        var filters = terms.stream().map(Filter::parse).toList();
        return filters.size() == 1 ? filters.getFirst() : all ? new And(filters) : new Or(filters);
    }

    private static Filter parse(String term) {
        int equals = term.indexOf('=');
        if (equals <= 0) {
            throw invalid("The filter '%s' is not COLUMN=VALUE.".formatted(Printable.text(term)));
        }
        String left = term.substring(0, equals).strip();
        String value = term.substring(equals + 1);
        int split = left.lastIndexOf("__");
        if (split <= 0) {
            return eq(left, value);
        }
        String column = left.substring(0, split);
        String operator = left.substring(split + 2);
        return switch (operator) {
            case "eq" -> eq(column, value);
            case "ne", "not" -> ne(column, value);
            case "gt" -> gt(column, value);
            case "gte" -> gte(column, value);
            case "lt" -> lt(column, value);
            case "lte" -> lte(column, value);
            case "like" -> like(column, value);
            case "in" -> in(column, Arrays.asList(value.split(",", -1)));
            case "isnull" ->
                switch (value.toLowerCase(Locale.ROOT)) {
                    case "true", "1" -> isNull(column);
                    case "false", "0" -> isNotNull(column);
                    default -> throw invalid("The operator isnull takes true or false.");
                };
            default -> throw invalid("Unsupported operator '%s'.".formatted(Printable.text(operator)));
        };
    }

    private static List<Filter> atLeastOne(List<Filter> filters) {
        if (filters.isEmpty()) {
            throw invalid("The condition requires at least one filter.");
        }
        return List.copyOf(filters);
    }

    private static TempleException invalid(String sentence) {
        return new TempleException(ErrorCode.FILTER_INVALID, sentence);
    }
}
