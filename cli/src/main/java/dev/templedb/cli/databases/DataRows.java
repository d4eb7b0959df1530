package dev.templedb.cli.databases;

import dev.templedb.branchdb.data.DataColumn;
import dev.templedb.branchdb.data.DataRow;
import dev.templedb.branchdb.data.RowListener;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.RowWriter;
import dev.templedb.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Prints rows of a tenant as they are read; bytes as Base64, masked columns as nothing but a mask.
final class DataRows implements RowListener, AutoCloseable {
    private final Terminal terminal;
    private final Set<String> masked;
    private final long limit;
    private long shown;
    private @Nullable RowWriter writer;

    /// Ends a query of which enough has been shown.
    @SuppressWarnings("serial")
    static final class Enough extends RuntimeException {
        Enough() {
            super("enough rows", null, false, false);
        }
    }

    /// @param limit after how many rows [Enough] is thrown; 0 for never
    DataRows(Terminal terminal, Set<String> masked, long limit) {
        this.terminal = terminal;
        this.masked = masked;
        this.limit = limit;
    }

    @Override
    public void columns(List<DataColumn> columns) {
        var seen = new HashSet<String>();
        var distinct = new ArrayList<Column>();
        for (var column : columns) {
            // Fields of an object need different names.
            String name = column.name();
            for (int i = 2; !seen.add(name); i++) {
                name = column.name() + "_" + i;
            }
            distinct.add(Column.text(name, name));
        }
        writer = terminal.rows(distinct);
    }

    @Override
    public void row(DataRow row) {
        if (limit > 0 && shown == limit) {
            throw new Enough();
        }
        shown++;
        if (writer != null) {
            var values = new ArrayList<@Nullable Object>();
            for (var value : row.masked(masked).values()) {
                values.add(value instanceof byte[] bytes ? Base64.getEncoder().encodeToString(bytes) : value);
            }
            writer.row(values);
        }
    }

    @Override
    public void close() {
        if (writer != null) {
            writer.close();
        }
    }
}
