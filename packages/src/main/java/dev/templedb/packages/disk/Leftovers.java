package dev.templedb.packages.disk;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// The files under temporary names in one directory: who is at work on them, and what killed runs have left.
///
/// A work in progress is a file `.templedb-partial-<16 hex digits>.tmp` (or `.lock` beside a `.dir`) that its writer
/// keeps
/// locked. One that nobody locks was left by a run that was killed.
public final class Leftovers {
    /// How every temporary name begins.
    public static final String PREFIX = ".templedb-partial-";

    static final String FILE = ".tmp";
    static final String LOCK = ".lock";
    static final String DIRECTORY = ".dir";
    static final String REPLACED = ".old";

    private static final int ATTEMPTS = 100;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Leftovers() {}

    /// A locked file under a temporary name.
    record Locked(Path directory, Path path, FileChannel channel) {
        /// Removes the name if it still exists and gives up the lock.
        void release() throws IOException {
            try (channel) {
                Files.deleteIfExists(path);
            } finally {
                Begun.remove(path);
            }
        }
    }

    /// Makes and locks a new file in `directory`, which is a real path.
    static Locked lock(Path directory, String suffix) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var path = directory.resolve(PREFIX + HexFormat.of().toHexDigits(RANDOM.nextLong()) + suffix);
            Begun.add(path);
            FileChannel channel = null;
            try {
                channel = tryLock(path);
            } finally {
                if (channel == null) {
                    Begun.remove(path);
                }
            }
            if (channel != null) {
                return new Locked(directory, path, channel);
            }
        }
        throw new TempleException(
                ErrorCode.PACKAGE_UNWRITABLE, "Files in %s cannot be locked.".formatted(DiskErrors.name(directory)));
    }

    /// Null when someone who sweeps was faster between creating and locking.
    private static @Nullable FileChannel tryLock(Path path) throws IOException {
        var channel = NewParts.open(path);
        var kept = false;
        try {
            kept = channel.tryLock() != null && Files.exists(path, LinkOption.NOFOLLOW_LINKS);
            return kept ? channel : null;
        } finally {
            if (!kept) {
                channel.close();
            }
        }
    }

    /// Removes from `directory` what killed runs have left; what someone works on stays. A directory that was just
    /// being replaced
    /// gets its name back. Never fails: what cannot be removed now is left for the next time.
    public static void sweep(Path directory) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory.toRealPath(), PREFIX + "*")) {
            for (var path : found) {
                var name = path.getFileName().toString();
                if ((name.endsWith(FILE) || name.endsWith(LOCK)) && !Begun.has(path)) {
                    sweepOne(path);
                }
            }
        } catch (IOException unreadable) {
            // Sweeping is a courtesy; the write that follows will say what is wrong with the directory.
        }
    }

    private static void sweepOne(Path path) {
        try (var channel =
                FileChannel.open(path, LinkOption.NOFOLLOW_LINKS, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.tryLock() == null) {
                return;
            }
            if (path.getFileName().toString().endsWith(LOCK)) {
                restoreOrRemove(path, channel);
            }
            Files.deleteIfExists(path);
        } catch (IOException | OverlappingFileLockException busy) {
            // Someone else sweeps, or may not; the next run tries again.
        }
    }

    /// The lock file of a directory holds the name of the target, in case it was just being replaced.
    private static void restoreOrRemove(Path lock, FileChannel channel) throws IOException {
        var replaced = sibling(lock, REPLACED);
        if (Files.exists(replaced, LinkOption.NOFOLLOW_LINKS)) {
            var target = lock.resolveSibling(readName(channel));
            if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(replaced, target, StandardCopyOption.ATOMIC_MOVE);
            }
            deleteTree(replaced);
        }
        deleteTree(sibling(lock, DIRECTORY));
    }

    private static String readName(FileChannel channel) throws IOException {
        var bytes = ByteBuffer.allocate(1024);
        channel.read(bytes, 0);
        var name = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        if (name.isEmpty() || name.contains("/") || name.contains("\\") || name.startsWith("..")) {
            throw new NoSuchFileException(name);
        }
        return name;
    }

    /// The path that belongs to the same work under another suffix.
    static Path sibling(Path path, String suffix) {
        var name = path.getFileName().toString();
        return path.resolveSibling(name.substring(0, name.lastIndexOf('.')) + suffix);
    }

    /// Removes a file or a directory with all it holds, if it is there. Symbolic links are removed, not followed.
    static void deleteTree(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /// Makes names that were just added to or removed from `directory` survive a power cut.
    static void sync(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (java.nio.file.AccessDeniedException windows) {
            // Windows does not open directories, and does not need this.
        }
    }
}
