package dev.templedb.branchdb.rows;

import org.jspecify.annotations.Nullable;

/// How a conflict of rows is decided.
public sealed interface RowResolution {
    /// As the target has it.
    record Ours() implements RowResolution {}

    /// As the source has it.
    record Theirs() implements RowResolution {}

    /// Another value, for a cell.
    record Value(@Nullable Object value) implements RowResolution {}

    /// As the target has it.
    RowResolution OURS = new Ours();

    /// As the source has it.
    RowResolution THEIRS = new Theirs();
}
