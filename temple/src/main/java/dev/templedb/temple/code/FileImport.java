package dev.templedb.temple.code;

import dev.templedb.temple.history.FilePath;
import java.util.List;

/// An import of a file of a project.
///
/// @param target as it is written
/// @param files  the files of the project that it means; none when it lies outside
public record FileImport(FilePath path, int line, String target, List<String> files) {
    /// Copies what it is given.
    public FileImport {
        files = List.copyOf(files);
    }
}
