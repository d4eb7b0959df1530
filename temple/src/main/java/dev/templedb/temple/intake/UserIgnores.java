package dev.templedb.temple.intake;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// What a user never wants to see, wherever it is, unless it is part of the project: as git has it, patterns say
/// nothing
/// about files that are tracked.
///
/// @param patterns files of patterns, such as the one that `core.excludesFile` names
/// @param tracked  the paths of the project and of their directories, one character for each byte
record UserIgnores(List<Path> patterns, Set<String> tracked) {
    UserIgnores {
        patterns = List.copyOf(patterns);
    }

    /// @param files the paths of the project, asked for when there are patterns
    static UserIgnores of(List<Path> patterns, Supplier<Set<String>> files) {
        return new UserIgnores(patterns, patterns.isEmpty() ? Set.of() : withDirectories(files.get()));
    }

    private static Set<String> withDirectories(Set<String> files) {
        var all = new HashSet<>(files);
        for (var file : files) {
            for (int slash = file.lastIndexOf('/'); slash > 0; slash = file.lastIndexOf('/', slash - 1)) {
                if (!all.add(file.substring(0, slash))) {
                    break;
                }
            }
        }
        return all;
    }
}
