package dev.templedb.branchdb.tenants;

import dev.templedb.sqlite.SqliteFile;

/// A tenant's file that is open. Stays so until it is closed by the one it was given to, and often longer.
final class OpenFile implements AutoCloseable {
    private final long number;
    private final SqliteFile file;
    private final OpenFiles owner;
    private volatile long version;

    /// How many use it now, and whether it is to be closed when nobody does. Guarded by the owner.
    int users;

    boolean isRetired;

    OpenFile(long number, SqliteFile file, OpenFiles owner) {
        this.number = number;
        this.file = file;
        this.owner = owner;
    }

    long number() {
        return number;
    }

    SqliteFile file() {
        return file;
    }

    /// A version that the file had at some time, or 0. It never goes back.
    long version() {
        return version;
    }

    void hasVersion(long newVersion) {
        version = newVersion;
    }

    @Override
    public void close() {
        owner.giveBack(this);
    }
}
