package dev.templedb.cli.temples;

import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.RowWriter;
import dev.templedb.temple.query.TempleQuery;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Prints the rows of a query as they are read.
final class RowPrinter implements TempleQuery.Listener, AutoCloseable {
    private final Function<List<Column>, RowWriter> writer;
    private @Nullable RowWriter rows;

    /// @param writer begins the list, once its columns are known
    RowPrinter(Function<List<Column>, RowWriter> writer) {
        this.writer = writer;
    }

    @Override
    public void columns(List<String> names) {
        rows = writer.apply(distinct(names));
    }

    @Override
    public void row(List<@Nullable Object> values) {
        Objects.requireNonNull(rows).row(values);
    }

    @Override
    public void close() {
        if (rows != null) {
            rows.close();
        }
    }

    /// Columns of these names; the second `x` is `x_2`, as fields of an object need different names.
    private static List<Column> distinct(List<String> names) {
        var taken = new HashSet<>(names);
        var seen = new HashSet<String>();
        var columns = new ArrayList<Column>();
        for (String name : names) {
            String unique = name;
            for (int i = 2; !seen.add(unique); i++) {
                String next = name + "_" + i;
                unique = taken.contains(next) ? unique : next;
            }
            columns.add(Column.text(unique, unique));
        }
        return columns;
    }
}
