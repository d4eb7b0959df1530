package dev.templedb.branchdb.data;

import dev.templedb.core.TempleException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How rows are written outside. All are UTF-8; bytes are Base64 in each; whole numbers have all their digits.
public enum RowFormat {
    /// One array of objects.
    JSON,
    /// One object a line.
    JSON_LINES,
    /// RFC 4180 with a header: lines end with CR LF. A field without quotes and without text is NULL, `""` an empty
    /// text.
    CSV;

    /// Reads rows and gives each to `sink`, as names and values.
    ///
    /// @throws TempleException with `ROWS_UNREADABLE`, which says where
    void read(InputStream in, Consumer<Map<String, @Nullable Object>> sink) {
        if (this == CSV) {
            new CsvReader(in).read(sink);
        } else {
            RowJson.read(in, sink);
        }
    }

    /// Reads all rows into memory, as names and values.
    ///
    /// @throws TempleException with `ROWS_UNREADABLE`, which says where
    public List<Map<String, @Nullable Object>> readAll(InputStream in) {
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        read(in, rows::add);
        return rows;
    }

    /// Begins to write rows to `out`, which is not closed; [RowWriter#end] ends it.
    public RowWriter writer(List<DataColumn> columns, OutputStream out) {
        return switch (this) {
            case JSON -> RowJson.array(out);
            case JSON_LINES -> RowJson.lines(out);
            case CSV -> new CsvWriter(columns, out);
        };
    }
}
