package dev.templedb.sqlite.changed;

/// Lies beside migrations that differ from those a test file was made with.
public final class Changed {
    private Changed() {}
}
