package dev.templedb.packages.directory;

import dev.templedb.packages.objects.UnsafeName;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds paths that would be one on a file system that ignores case or Unicode composition, and files that are
/// directories too.
final class PathCollisions {
    private final Map<String, String> spelling = new HashMap<>();
    private final Set<String> files = new HashSet<>();
    private final Set<String> directories = new HashSet<>();

    /// Takes `path` in, or says why it cannot lie beside those before it.
    Optional<String> add(String path) {
        var problem = directoryProblem(path);
        if (problem.isPresent()) {
            return problem;
        }
        if (directories.contains(path)) {
            return Optional.of("it is a directory too");
        }
        if (files.contains(path)) {
            return Optional.of("it is there twice");
        }
        var collision = collision(path);
        if (collision.isPresent()) {
            return collision;
        }
        remember(path);
        return Optional.empty();
    }

    /// Takes in a directory that may be empty, or says why it cannot lie beside what came before.
    Optional<String> addDirectory(String path) {
        var problem = directoryProblem(path + "/");
        if (problem.isEmpty()) {
            rememberDirectories(path + "/");
        }
        return problem;
    }

    /// What is wrong with the directories of `path`.
    private Optional<String> directoryProblem(String path) {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            var directory = path.substring(0, slash);
            if (directories.contains(directory)) {
                continue;
            }
            if (files.contains(directory)) {
                return Optional.of("\"%s\" is a file".formatted(directory));
            }
            var collision = collision(directory);
            if (collision.isPresent()) {
                return collision;
            }
        }
        return Optional.empty();
    }

    private Optional<String> collision(String path) {
        var before = spelling.get(UnsafeName.folded(path.getBytes(StandardCharsets.UTF_8)));
        return before == null || before.equals(path)
                ? Optional.empty()
                : Optional.of("it differs from \"%s\" in case or composition only".formatted(before));
    }

    private void remember(String path) {
        rememberDirectories(path);
        files.add(path);
        spell(path);
    }

    private void rememberDirectories(String path) {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            var directory = path.substring(0, slash);
            if (directories.add(directory)) {
                spell(directory);
            }
        }
    }

    private void spell(String path) {
        var folded = UnsafeName.folded(path.getBytes(StandardCharsets.UTF_8));
        spelling.put(folded.equals(path) ? path : folded, path);
    }
}
