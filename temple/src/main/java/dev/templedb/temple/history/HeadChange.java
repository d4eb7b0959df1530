package dev.templedb.temple.history;

import dev.templedb.core.GitId;
import dev.templedb.packages.objects.FileMode;
import java.util.List;

/// What became different in the tree that `HEAD` names.
///
/// @param written files that are new, or have another content or mode
/// @param removed numbers of the paths whose file before is gone or different; those in `written` among them
public record HeadChange(List<Written> written, List<Integer> removed) {
    /// Copies what it is given.
    public HeadChange {
        written = List.copyOf(written);
        removed = List.copyOf(removed);
    }

    /// A file that is there now.
    ///
    /// @param pathNo the number of its path in the project
    /// @param path   with a replacement character for what is not UTF-8
    public record Written(int pathNo, String path, FileMode mode, GitId blob) {}
}
