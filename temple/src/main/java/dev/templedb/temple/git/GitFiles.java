package dev.templedb.temple.git;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/// The files of a git directory, looked at before anything is read: opening a pipe would wait for ever, and a device
/// may
/// do anything.
final class GitFiles {
    /// What JGit opens; the rest (hooks, logs) it never touches.
    private static final List<String> OPENED = List.of(
            "HEAD", "config", "config.worktree", "packed-refs", "shallow", "commondir", "refs", "reftable", "objects");

    private GitFiles() {}

    /// Refuses pipes, devices and sockets in the git directory, also behind links. Costs one look at each file.
    ///
    /// @throws IOException that says which file is none
    static void requireOrdinary(Path gitDirectory) throws IOException {
        for (var name : OPENED) {
            var start = gitDirectory.resolve(name);
            if (Files.exists(start)) {
                Files.walkFileTree(start, new Look(gitDirectory));
            }
        }
    }

    private static final class Look extends SimpleFileVisitor<Path> {
        private final Path gitDirectory;

        Look(Path gitDirectory) {
            this.gitDirectory = gitDirectory;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            var isOther = attributes.isSymbolicLink()
                    ? Files.exists(file)
                            && Files.readAttributes(file, BasicFileAttributes.class)
                                    .isOther()
                    : attributes.isOther();
            if (isOther) {
                throw new IOException("%s is not a file".formatted(gitDirectory.relativize(file)));
            }
            return FileVisitResult.CONTINUE;
        }

        /// What cannot be looked at is left for JGit to complain about.
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }
    }
}
