package dev.templedb.cli.terminal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Prints rows as they come; [#close] ends the output. One thread at a time.
public interface RowWriter extends AutoCloseable {
    /// Prints a row with one value for each column.
    void row(List<? extends @Nullable Object> values);

    @Override
    void close();
}
