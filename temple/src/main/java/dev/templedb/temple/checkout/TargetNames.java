package dev.templedb.temple.checkout;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.disk.NativeNames;
import dev.templedb.packages.objects.UnsafeName;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.history.TreeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Finds out, by trying, whether a file system can hold the names of a tree.
final class TargetNames {
    private static final int LONGEST_PATH_BYTES = 4095;
    private static final int LONGEST_NAME_BYTES = 255;
    private static final int SHOWN = 10;

    private final Path directory;
    private final boolean folds;
    private final Map<FilePath, Optional<String>> judged = new HashMap<>();

    private TargetNames(Path directory, boolean folds) {
        this.directory = directory;
        this.folds = folds;
    }

    /// Does nothing when `directory`, which is empty, can hold all files.
    ///
    /// @throws TempleException with `PATH_NOT_PORTABLE` and the names that it cannot hold; `TREE_UNSAFE` for a name
    /// that could lead outside
    static void require(Path directory, List<TreeFile> files) throws IOException {
        var names = new TargetNames(directory, folds(directory));
        var problems = names.problems(files);
        if (!problems.isEmpty()) {
            throw refused(problems);
        }
    }

    static TempleException refused(FilePath path, String why) {
        return refused(List.of("%s (%s)".formatted(path, why)));
    }

    private static TempleException refused(List<String> problems) {
        var shown = problems.stream().limit(SHOWN).collect(Collectors.joining("; "));
        var more = problems.size() > SHOWN ? " and %d more".formatted(problems.size() - SHOWN) : "";
        return new TempleException(
                ErrorCode.PATH_NOT_PORTABLE, "The target cannot hold these names: %s%s.".formatted(shown, more));
    }

    private List<String> problems(List<TreeFile> files) {
        var problems = new ArrayList<String>();
        int prefix = NativeNames.bytes(directory.toAbsolutePath()).length + 1;
        Map<String, FilePath> seen = new HashMap<>();
        Set<FilePath> colliding = new HashSet<>();
        for (var file : files) {
            var path = file.path();
            why(path, prefix)
                    .or(() -> folds ? collision(path, seen, colliding) : Optional.empty())
                    .ifPresent(why -> problems.add("%s (%s)".formatted(path, why)));
        }
        return problems;
    }

    private Optional<String> why(FilePath path, int prefix) {
        var bytes = path.bytes();
        if (bytes.length + prefix > LONGEST_PATH_BYTES) {
            return Optional.of("it is too long");
        }
        int start = 0;
        for (int end = 0; end <= bytes.length; end++) {
            if (end == bytes.length || bytes[end] == '/') {
                var why = judge(bytes, start, end);
                if (why.isPresent()) {
                    return why;
                }
                start = end + 1;
            }
        }
        return Optional.empty();
    }

    private Optional<String> judge(byte[] path, int start, int end) {
        UnsafeName.whyUnsafe(path, start, end).ifPresent(why -> {
            throw new TempleException(
                    ErrorCode.TREE_UNSAFE, "The file %s is not written: %s.".formatted(FilePath.of(path), why));
        });
        if (isOrdinary(path, start, end)) {
            return Optional.empty();
        }
        return judged.computeIfAbsent(FilePath.of(Arrays.copyOfRange(path, start, end)), this::attempt);
    }

    /// Whether no file system that we know has trouble with a name.
    private static boolean isOrdinary(byte[] path, int start, int end) {
        if (end - start > LONGEST_NAME_BYTES) {
            return false;
        }
        for (int i = start; i < end; i++) {
            boolean ordinary = path[i] >= 'a' && path[i] <= 'z'
                    || path[i] >= 'A' && path[i] <= 'Z'
                    || path[i] >= '0' && path[i] <= '9'
                    || path[i] == '.' && i < end - 1
                    || path[i] == '_'
                    || path[i] == '-';
            if (!ordinary) {
                return false;
            }
        }
        return true;
    }

    /// Makes a file of that name, looks whether the name is what it was, and removes it.
    private Optional<String> attempt(FilePath name) {
        try {
            var file = Files.createFile(NativeNames.resolve(directory, name.bytes()));
            try (var entries = Files.newDirectoryStream(directory)) {
                return Arrays.equals(NativeNames.lastName(entries.iterator().next()), name.bytes())
                        ? Optional.empty()
                        : Optional.of("its name would be changed");
            } finally {
                Files.delete(file);
            }
        } catch (FileSystemException refused) {
            return Optional.of(refused.getReason() == null ? "it is refused" : refused.getReason());
        } catch (IOException | RuntimeException refused) {
            return Optional.of("it is refused");
        }
    }

    /// Whether names that differ in case, or in how letters are composed, are the same here.
    private static boolean folds(Path directory) throws IOException {
        var probe = Files.createFile(named(directory, "templedb-probe-\u00e9"));
        try {
            return Files.exists(named(directory, "TEMPLEDB-PROBE-\u00e9"), LinkOption.NOFOLLOW_LINKS)
                    || Files.exists(named(directory, "templedb-probe-e\u0301"), LinkOption.NOFOLLOW_LINKS);
        } finally {
            Files.delete(probe);
        }
    }

    private static Path named(Path directory, String name) {
        return NativeNames.resolve(directory, name.getBytes(StandardCharsets.UTF_8));
    }

    /// Two paths that are one here, or a file where another path has a directory. Directories are compared as they
    /// are spelled.
    private static Optional<String> collision(FilePath path, Map<String, FilePath> seen, Set<FilePath> colliding) {
        var bytes = path.bytes();
        for (int end = 1; end <= bytes.length; end++) {
            if (end == bytes.length || bytes[end] == '/') {
                var part = FilePath.of(Arrays.copyOf(bytes, end));
                var other = seen.putIfAbsent(UnsafeName.folded(part.bytes()), part);
                if (other != null && !other.equals(part) && colliding.add(path)) {
                    return Optional.of("it is the same as %s there".formatted(other));
                }
            }
        }
        return Optional.empty();
    }
}
