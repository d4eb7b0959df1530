package dev.templedb.packages.disk;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes a tree of files survive a power cut.
///
/// An fsync a file costs 0.2 ms: 2.2 s for a project of 12 000 files, against 0.15 s for `sync -f`, which flushes their
/// whole file system
/// at once (measured). So a tree of more than a few files is flushed that way, and file by file where there is no such
/// program.
final class DurableTree {
    private static final int FEW_FILES = 32;

    private DurableTree() {}

    /// Returns when everything below `root` is on the disk.
    static void sync(Path root) throws IOException {
        if (!hasFewFiles(root) && syncFileSystem(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    syncFile(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                Leftovers.sync(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void syncFile(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            channel.force(true);
        }
    }

    private static boolean hasFewFiles(Path root) throws IOException {
        List<Path> seen = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                seen.add(file);
                return seen.size() > FEW_FILES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
            }
        });
        return seen.size() <= FEW_FILES;
    }

    /// Whether `sync` of the operating system did it. It does not where it knows no `-f`, or where `root` cannot be
    /// spelled as an argument.
    private static boolean syncFileSystem(Path root) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder("sync", "-f", root.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException noSuchProgram) {
            return false;
        }
        try {
            return process.waitFor() == 0;
        } catch (InterruptedException interrupt) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while writing to the disk");
        }
    }
}
