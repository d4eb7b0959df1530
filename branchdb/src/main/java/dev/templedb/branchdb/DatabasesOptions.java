package dev.templedb.branchdb;

/// How databases are opened. The first in a process to open a directory decides for all.
///
/// @param openFiles how many files of tenants are kept open, at least 1; each takes up to three descriptors a
/// connection
public record DatabasesOptions(int openFiles) {
    /// 256 open files.
    public static final DatabasesOptions DEFAULT = new DatabasesOptions(256);

    public DatabasesOptions {
        if (openFiles < 1) {
            throw new IllegalArgumentException("openFiles must be positive: " + openFiles);
        }
    }
}
