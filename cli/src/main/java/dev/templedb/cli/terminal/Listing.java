package dev.templedb.cli.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows of one kind, to be printed as a table or as an array of objects. The first column names the row.
///
/// Values are null, texts, numbers, booleans, instants, paths, or lists and maps of these.
public final class Listing {
    private final List<Column> columns;
    private final List<List<@Nullable Object>> rows = new ArrayList<>();

    public Listing(Column... columns) {
        this.columns = List.of(columns);
    }

    /// Adds a row with one value for each column.
    public Listing row(@Nullable Object... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(values.length + " values for " + columns.size() + " columns");
        }
        rows.add(Arrays.asList(values));
        return this;
    }

    public List<Column> columns() {
        return columns;
    }

    public List<List<@Nullable Object>> rows() {
        return rows;
    }
}
