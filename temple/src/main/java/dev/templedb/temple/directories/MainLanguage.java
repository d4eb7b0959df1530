package dev.templedb.temple.directories;

import dev.templedb.analysis.FileAnalyzer;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Guesses in which language most of a directory is written, from the beginnings of its files.
public final class MainLanguage {
    private static final int MOST_FILES = 5_000;
    private static final int HEAD_BYTES = 8_000;
    /// Directories of things that others wrote or programs made.
    private static final Set<String> SKIPPED = Set.of("node_modules", "target", "build", "dist", "vendor", "out");

    private MainLanguage() {}

    /// The programming language with the most bytes; nothing when there is none or the directory cannot be read.
    /// Looks at 5,000
    /// files at most, at no hidden directory, and follows no link.
    public static Optional<String> of(Path directory) {
        Map<String, Long> bytes = new HashMap<>();
        try {
            Files.walkFileTree(directory, new Visitor(directory, bytes));
        } catch (IOException unreadable) {
            // What was seen until then counts.
        }
        return bytes.entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey);
    }

    private static final class Visitor extends SimpleFileVisitor<Path> {
        private final Path root;
        private final Map<String, Long> bytes;
        private int files;

        Visitor(Path root, Map<String, Long> bytes) {
            this.root = root;
            this.bytes = bytes;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            var name = String.valueOf(directory.getFileName());
            return !directory.equals(root) && (name.startsWith(".") || SKIPPED.contains(name))
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (attributes.isRegularFile()) {
                try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                    var facts = FileAnalyzer.analyze(file.toString(), in.readNBytes(HEAD_BYTES));
                    if (facts.language() != null && facts.complexity() > 0) {
                        bytes.merge(facts.language(), attributes.size(), Long::sum);
                    }
                }
            }
            files++;
            return files < MOST_FILES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }
    }
}
