package dev.templedb.cathedral.transfer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The directory of this process for packages that are being read or made: one of several below the server's, since
/// more than one process may work with the same data. Each holds a lock on its own until it ends, however that
/// happens; whoever comes next removes what has no holder any more. Thread-safe.
final class ScratchDirectory {
    private static final String LOCK = ".lock";

    /// Held while directories are claimed and swept.
    private static final String CLAIM = "claim";

    /// What lies beside the directories is of versions that had none; while it is young, one may be running.
    private static final Duration YOUNG = Duration.ofDays(1);

    /// By the directory above. Never given back: a lock lasts as long as the process.
    private static final Map<Path, ScratchDirectory> OURS = new HashMap<>();

    private final Path path;
    private final FileChannel lock;

    private ScratchDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /// The directory of this process below `parent`, which is made if need be. The first time, what processes have
    /// left there that are gone is removed.
    static Path in(Path parent) throws IOException {
        synchronized (OURS) {
            var above = Files.createDirectories(parent).toRealPath();
            var ours = OURS.get(above);
            if (ours == null || !ours.lock.isOpen()) {
                ours = claim(above);
                OURS.put(above, ours);
            }
            return Files.createDirectories(ours.path);
        }
    }

    private static ScratchDirectory claim(Path parent) throws IOException {
        try (var claims = open(parent.resolve(CLAIM));
                var _ = claims.lock()) {
            sweep(parent);
            var path = parent.resolve(UUID.randomUUID().toString());
            var lock = open(lockOf(path));
            lock.lock();
            return new ScratchDirectory(path, lock);
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static Path lockOf(Path directory) {
        return directory.resolveSibling(directory.getFileName() + LOCK);
    }

    private static void sweep(Path parent) throws IOException {
        for (var entry : entries(parent)) {
            var name = entry.getFileName().toString();
            if (Files.isDirectory(entry)) {
                sweepDirectory(entry);
            } else if (name.endsWith(LOCK)) {
                sweepDirectory(entry.resolveSibling(name.substring(0, name.length() - LOCK.length())));
            } else if (!name.equals(CLAIM) && isOld(entry)) {
                Files.deleteIfExists(entry);
            }
        }
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.toList();
        }
    }

    private static boolean isOld(Path file) throws IOException {
        return Files.exists(file)
                && Files.getLastModifiedTime(file)
                        .toInstant()
                        .isBefore(Instant.now().minus(YOUNG));
    }

    private static void sweepDirectory(Path directory) throws IOException {
        try (var lock = open(lockOf(directory))) {
            if (!isFree(lock)) {
                return;
            }
            if (Files.isDirectory(directory)) {
                delete(directory);
            }
        }
        Files.deleteIfExists(lockOf(directory));
    }

    private static boolean isFree(FileChannel lock) throws IOException {
        try {
            @Nullable Object held = lock.tryLock();
            return held != null;
        } catch (OverlappingFileLockException ours) {
            return false;
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var all = Files.walk(directory)) {
            for (var one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
        }
    }
}
