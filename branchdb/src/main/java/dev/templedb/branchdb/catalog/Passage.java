package dev.templedb.branchdb.catalog;

/// The right to be behind a [Gate], until it is closed by the thread that entered.
public interface Passage extends AutoCloseable {
    @Override
    void close();
}
