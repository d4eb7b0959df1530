package dev.templedb.branchdb.data;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// One row that was read: `null`, `Boolean`, `Long`, `Double`, `BigDecimal`, `String` or `byte[]` for each column.
///
/// Columns are called by their names, in upper or lower case; the first of that name counts. Immutable, up to the
/// arrays
/// in it.
public final class DataRow {
    /// What stands in the place of a value that is not to be seen.
    public static final String MASK = "***REDACTED***";

    private final DataColumns columns;
    private final @Nullable Object[] values;

    DataRow(DataColumns columns, @Nullable Object[] values) {
        this.columns = columns;
        this.values = values;
    }

    /// The columns, in order.
    public List<DataColumn> columns() {
        return columns.list();
    }

    /// The values, in the order of the columns.
    public List<@Nullable Object> values() {
        var list = new ArrayList<@Nullable Object>(values.length);
        for (int i = 0; i < values.length; i++) {
            list.add(values[i]);
        }
        return Collections.unmodifiableList(list);
    }

    /// The value of a column, by its place from 0.
    public @Nullable Object value(int position) {
        return values[position];
    }

    /// @throws IllegalArgumentException when there is no such column
    public @Nullable Object value(String column) {
        var position = columns.positionOf(column);
        if (position == null) {
            throw new IllegalArgumentException("there is no column " + column + " in " + columns.list());
        }
        return values[position];
    }

    public boolean isNull(String column) {
        return value(column) == null;
    }

    public @Nullable String text(String column) {
        return (String) value(column);
    }

    public @Nullable Long whole(String column) {
        return (Long) value(column);
    }

    public @Nullable Boolean truth(String column) {
        return (Boolean) value(column);
    }

    public @Nullable Double real(String column) {
        return value(column) instanceof Number number ? number.doubleValue() : null;
    }

    /// A number of whatever kind, exactly.
    public @Nullable BigDecimal decimal(String column) {
        return switch (value(column)) {
            case null -> null;
            case BigDecimal number -> number;
            case Long number -> BigDecimal.valueOf(number);
            case Double number -> BigDecimal.valueOf(number);
            default -> throw new ClassCastException("the column " + column + " has no number");
        };
    }

    public byte @Nullable [] bytes(String column) {
        return (byte[]) value(column);
    }

    /// Names and values, in order.
    public SequencedMap<String, @Nullable Object> toMap() {
        var map = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < values.length; i++) {
            map.putIfAbsent(columns.name(i), values[i]);
        }
        return map;
    }

    /// With [#MASK] for every value of these columns; NULL stays NULL. Names count letter by letter, and those that
    /// are
    /// not there do not count.
    public DataRow masked(Collection<String> names) {
        var masked = values.clone();
        for (int i = 0; i < masked.length; i++) {
            if (masked[i] != null && names.contains(columns.name(i))) {
                masked[i] = MASK;
            }
        }
        return new DataRow(columns, masked);
    }

    DataColumns shared() {
        return columns;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DataRow row
                && columns.list().equals(row.columns.list())
                && Arrays.deepEquals(values, row.values);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(values);
    }

    @Override
    public String toString() {
        var parts = new ArrayList<String>();
        for (int i = 0; i < values.length; i++) {
            parts.add(
                    columns.name(i) + "=" + (values[i] instanceof byte[] bytes ? bytes.length + " bytes" : values[i]));
        }
        return "{" + String.join(", ", parts) + "}";
    }
}
