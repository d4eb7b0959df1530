package dev.templedb.branchdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What lies on the disk.
final class FilesOf {
    private FilesOf() {}

    /// The names of the files of tenants, templates among them, without logs.
    static List<String> tenants(Path directory) {
        return all(directory).stream().filter(name -> name.endsWith(".db")).toList();
    }

    /// All names below the folder of files.
    static List<String> all(Path directory) {
        try (var files = Files.walk(directory.resolve(".branchdb/files"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where the only file of that number lies.
    static Path file(Path directory, long number) {
        return directory.resolve(".branchdb/files/%d/%d.db".formatted(number / 1000, number));
    }
}
