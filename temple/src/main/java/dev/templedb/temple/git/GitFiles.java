package dev.templedb.temple.git;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The files of a git directory, looked at before anything is read: opening a pipe would wait for ever, and a device
/// may
/// do anything.
final class GitFiles {
    /// What JGit opens; the rest (hooks, logs) it never touches.
    private static final List<String> OPENED = List.of(
            "HEAD",
            "config",
            "config.worktree",
            "packed-refs",
            "shallow",
            "commondir",
            "refs",
            "reftable",
            "objects",
            "index",
            "info");

    private GitFiles() {}

    /// Refuses pipes, devices and sockets in the git directory, also behind links. Costs one look at each file.
    ///
    /// @param own the directories that links may lead to files of
    /// @return the first link that leads elsewhere, or to a directory, whose files would have to be looked at again
    /// @throws IOException that says which file is none
    static Optional<Path> requireOrdinary(Path gitDirectory, List<Path> own) throws IOException {
        for (var name : OPENED) {
            var start = gitDirectory.resolve(name);
            if (Files.exists(start)) {
                var look = new Look(gitDirectory, own);
                Files.walkFileTree(start, look);
                if (look.outside != null) {
                    return Optional.of(look.outside);
                }
            }
        }
        return Optional.empty();
    }

    private static final class Look extends SimpleFileVisitor<Path> {
        private final Path gitDirectory;
        private final List<Path> own;
        private @Nullable Path outside;

        Look(Path gitDirectory, List<Path> own) {
            this.gitDirectory = gitDirectory;
            this.own = own;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (!attributes.isSymbolicLink()) {
                return requireOrdinary(file, attributes);
            }
            if (!Files.exists(file)) {
                return FileVisitResult.CONTINUE;
            }
            var real = file.toRealPath();
            if (Files.isDirectory(real) || own.stream().noneMatch(real::startsWith)) {
                outside = file;
                return FileVisitResult.TERMINATE;
            }
            return requireOrdinary(file, Files.readAttributes(real, BasicFileAttributes.class));
        }

        private FileVisitResult requireOrdinary(Path file, BasicFileAttributes attributes) throws IOException {
            if (attributes.isOther()) {
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
