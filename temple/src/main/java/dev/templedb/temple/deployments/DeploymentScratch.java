package dev.templedb.temple.deployments;

import dev.templedb.sqlite.SqliteFile;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where the files of deployments lie while they run: a directory for each, below the scratch directory.
///
/// Only directories with the names of this class are ever removed, whatever the temple says about where they are.
final class DeploymentScratch {
    private static final Pattern NAME = Pattern.compile("deploy-[0-9]+-[0-9]+");

    private final Path scratch;

    DeploymentScratch(Path scratch) {
        this.scratch = scratch;
    }

    /// Where the files of a deployment go.
    Path of(String process, long number) {
        return scratch.resolve("deploy-%s-%d".formatted(process.replaceAll("[^0-9]", ""), number));
    }

    /// Removes the directories of deployments that are over, whether they ended or were killed.
    ///
    /// A deployment is a row before it has a directory, so one without a row belongs to nobody.
    ///
    /// @return those that could not be removed
    List<Path> sweep(SqliteFile temple) {
        var found = directories();
        if (found.isEmpty()) {
            return List.of();
        }
        var over = temple.read(tx -> found.stream()
                .filter(directory -> SqliteDeploymentStore.in(
                                tx, directory.getFileName().toString())
                        .stream()
                        .noneMatch(SqliteDeploymentStore.Stored::needsFiles))
                .toList());
        return over.stream().filter(directory -> !remove(directory)).toList();
    }

    private List<Path> directories() {
        var found = new ArrayList<Path>();
        try (var entries = Files.newDirectoryStream(scratch)) {
            for (var entry : entries) {
                if (NAME.matcher(entry.getFileName().toString()).matches()
                        && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    found.add(entry);
                }
            }
        } catch (IOException none) {
            // Nothing of a deployment can be there.
        }
        return found;
    }

    /// Removes a directory as far as that can be done, also directories that a script has made read-only.
    ///
    /// @return whether it is gone
    static boolean remove(Path directory) {
        try {
            Files.walkFileTree(directory, new Removal());
        } catch (IOException unreadable) {
            // What is left is seen below.
        }
        return !Files.exists(directory, LinkOption.NOFOLLOW_LINKS);
    }

    /// One entry that resists keeps no other.
    private static final class Removal extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            try {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            } catch (IOException | UnsupportedOperationException notOurs) {
                // What is in it is tried nevertheless.
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            return delete(file);
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return delete(file);
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
            return delete(folder);
        }

        private static FileVisitResult delete(Path path) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException resists) {
                // Whoever asked sees that it is still there.
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
