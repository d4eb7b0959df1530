package dev.templedb.sqlite.broken;

/// Lies beside migrations that fail.
public final class Broken {
    private Broken() {}
}
