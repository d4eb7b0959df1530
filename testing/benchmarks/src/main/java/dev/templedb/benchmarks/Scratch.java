package dev.templedb.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/// A temporary directory that is gone at the end, also after Ctrl-C.
final class Scratch implements AutoCloseable {
    private final Path path = Files.createTempDirectory("templedb-bench-").toRealPath();
    private final Thread atExit = new Thread(this::delete);
    private int rooms;

    Scratch() throws IOException {
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    Path path() {
        return path;
    }

    /// A new empty directory.
    Path room() throws IOException {
        return Files.createDirectory(path.resolve("room-" + rooms++));
    }

    /// Deletes `tree` with all that is in it.
    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @SuppressWarnings("unused") IOException failure)
                    throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void delete() {
        try {
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
            delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        delete();
    }
}
