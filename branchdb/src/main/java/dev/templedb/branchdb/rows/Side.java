package dev.templedb.branchdb.rows;

import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// The rows of a table on one side, in the order of their keys, one at a time.
final class Side {
    private final Form form;
    private final boolean[] present;
    private final @Nullable Iterator<@Nullable Object[]> rows;
    private @Nullable Object @Nullable [] next;

    /// @param tx      null when the side has no rows
    /// @param present which columns of the form the side has; the others have their default
    Side(Form form, @Nullable Transaction tx, String sql, boolean[] present) {
        this.form = form;
        this.present = present;
        this.rows = tx == null ? null : tx.query(sql).stream(this::values).iterator();
        this.next = read();
    }

    private @Nullable Object[] values(Row row) {
        var values = new @Nullable Object[present.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.value(i + 1);
        }
        return values;
    }

    boolean has(int column) {
        return present[column];
    }

    /// The row that comes next; null after the last.
    @Nullable
    Object @Nullable [] next() {
        return next;
    }

    /// Takes the next row when it has the key of `row`; else null.
    @Nullable
    Object @Nullable [] take(@Nullable Object[] row) {
        @Nullable Object @Nullable [] taken = next;
        if (taken == null || form.compareKeys(taken, row) != 0) {
            return null;
        }
        next = read();
        if (next != null && form.compareKeys(taken, next) >= 0) {
            throw Form.withoutKey(form.table());
        }
        return taken;
    }

    private @Nullable Object @Nullable [] read() {
        return rows != null && rows.hasNext() ? rows.next() : null;
    }

    /// The row with the smallest key that any of `sides` stands before; null when all are at their end.
    static @Nullable Object @Nullable [] smallest(Form form, Side... sides) {
        @Nullable Object @Nullable [] smallest = null;
        for (var side : sides) {
            @Nullable Object @Nullable [] row = side.next();
            if (row != null && (smallest == null || form.compareKeys(row, smallest) < 0)) {
                smallest = row;
            }
        }
        return smallest;
    }
}
