package dev.templedb.temple.worktree;

import dev.templedb.core.GitId;
import dev.templedb.temple.history.FilePath;
import java.util.Optional;

/// A path that a merge could not decide.
///
/// @param kind what happened on the two sides, in plain words such as `both modified`
/// @param base the file before both changes, if it was there
public record Conflict(FilePath path, String kind, Optional<Side> base, Optional<Side> ours, Optional<Side> theirs) {
    /// A file on one side.
    public record Side(int mode, GitId blob) {}
}
