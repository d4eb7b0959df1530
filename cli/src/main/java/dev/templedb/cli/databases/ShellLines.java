package dev.templedb.cli.databases;

import org.jspecify.annotations.Nullable;

/// Where the lines of a shell come from.
interface ShellLines extends AutoCloseable {
    /// What a person broke off.
    String BROKEN_OFF = "\u0003";

    /// The next line; null at the end, [#BROKEN_OFF] when the person wants to begin anew.
    ///
    /// @param prompt what stands before it on a terminal
    @Nullable
    String next(String prompt);

    @Override
    void close();
}
