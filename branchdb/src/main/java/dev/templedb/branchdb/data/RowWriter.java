package dev.templedb.branchdb.data;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Writes rows in one format, as they come. Used by one thread.
public abstract sealed class RowWriter permits CsvWriter, RowJson.Writer {
    private final OutputStream out;
    private long rows;

    RowWriter(OutputStream out) {
        this.out = new BufferedOutputStream(out, 1 << 14);
    }

    /// Writes a row.
    ///
    /// @throws TempleException with `OUTPUT_CLOSED` when it cannot be written
    public void row(DataRow row) {
        write(text(row, rows == 0));
        rows++;
    }

    /// Writes what ends the format.
    ///
    /// @return how many rows there were
    public long end() {
        write(end(rows == 0));
        try {
            out.flush();
        } catch (IOException e) {
            throw closed(e);
        }
        return rows;
    }

    abstract String text(DataRow row, boolean isFirst);

    abstract String end(boolean isEmpty);

    private void write(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw closed(e);
        }
    }

    private static TempleException closed(IOException e) {
        return new TempleException(ErrorCode.OUTPUT_CLOSED, "The rows cannot be written: " + e.getMessage() + ".", e);
    }
}
