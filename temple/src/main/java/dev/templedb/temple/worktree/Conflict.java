package dev.templedb.temple.worktree;

import dev.templedb.core.GitId;
import dev.templedb.temple.history.FilePath;
import java.util.Optional;

/// A path that a merge could not decide.
///
/// @param kind what happened on the two sides, in plain words such as `both modified`
/// @param base the file before both changes, if it was there
public record Conflict(FilePath path, String kind, Optional<Side> base, Optional<Side> ours, Optional<Side> theirs) {
    /// What `git status --short` calls it: `UU` both have it, `AA` both without a common one, `UD` and `DU` deleted
    /// by
    /// them and by us, `AU` and `UA` only ours and only theirs, `DD` neither.
    public String code() {
        if (base.isEmpty()) {
            return ours.isEmpty() ? "UA" : theirs.isEmpty() ? "AU" : "AA";
        }
        return ours.isEmpty() ? theirs.isEmpty() ? "DD" : "DU" : theirs.isEmpty() ? "UD" : "UU";
    }

    /// A file on one side.
    public record Side(int mode, GitId blob) {}
}
