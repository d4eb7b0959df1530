package dev.templedb.testkit;

import java.nio.file.Path;

/// Lets this process write so many bytes into a file and no more, as on a disk that is full, until it is closed.
///
/// Uses Linux's limit of the length of files (`RLIMIT_FSIZE`): a write past it fails with "File too large". The limit
/// holds for all threads, so nothing else may be written meanwhile.
public final class FullDisk implements AutoCloseable {
    private static final Path ANYWHERE = Path.of("/");

    private final String before;

    private FullDisk(String before) {
        this.before = before;
    }

    /// A disk that takes `bytes` bytes into each file.
    public static FullDisk after(long bytes) {
        var before = prlimit("--noheadings --output SOFT").strip();
        prlimit("=" + bytes + ":");
        return new FullDisk(before);
    }

    private static String prlimit(String option) {
        var joined = option.startsWith("=") ? option : " " + option;
        return Shell.run(ANYWHERE, "prlimit --pid " + ProcessHandle.current().pid() + " --fsize" + joined);
    }

    @Override
    public void close() {
        prlimit("=" + before + ":");
    }
}
