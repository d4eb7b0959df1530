package dev.templedb.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What this process takes of the machine, as far as the system tells: all of it on Linux, nothing elsewhere.
final class ProcessUse {
    private static final Path MEMORY = Path.of("/proc/self/statm");
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    /// What SQLite's temporary files are called.
    private static final String TEMPORARY = "etilqs_";

    /// Pages of memory: the unit of `statm`.
    private static final long PAGE_BYTES = 4096;

    private ProcessUse() {}

    /// Bytes of memory that are really taken; 0 where the system does not tell.
    static long memoryBytes() {
        try {
            var numbers = Files.readString(MEMORY).split(" ", 3);
            return Long.parseLong(numbers[1]) * PAGE_BYTES;
        } catch (IOException | RuntimeException unknown) {
            return 0;
        }
    }

    /// Bytes in SQLite's temporary files, which have no name any more; 0 where the system does not tell.
    static long temporaryBytes() {
        long bytes = 0;
        try (var descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            for (var descriptor : descriptors) {
                bytes += temporaryBytes(descriptor);
            }
        } catch (IOException | RuntimeException unknown) {
            return 0;
        }
        return bytes;
    }

    private static long temporaryBytes(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().contains(TEMPORARY) ? Files.size(descriptor) : 0;
        } catch (IOException closedMeanwhile) {
            return 0;
        }
    }
}
