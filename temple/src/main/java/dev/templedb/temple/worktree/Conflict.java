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
        return isApart() ? ofWhatStays().code() : ofSides();
    }

    /// Whether the sides have two kinds of things, such as a file and a link, of which the file lies elsewhere.
    private boolean isApart() {
        return ours.isPresent()
                && theirs.isPresent()
                && ours.get().type() != theirs.get().type();
    }

    private Conflict ofWhatStays() {
        boolean isOurs = ours.orElseThrow().type() != Side.FILE;
        int type = (isOurs ? ours : theirs).orElseThrow().type();
        return new Conflict(
                path,
                kind,
                base.filter(before -> before.type() == type),
                ours.filter(side -> isOurs),
                theirs.filter(side -> !isOurs));
    }

    private String ofSides() {
        if (base.isEmpty()) {
            return ours.isEmpty() ? "UA" : theirs.isEmpty() ? "AU" : "AA";
        }
        return ours.isEmpty() ? theirs.isEmpty() ? "DD" : "DU" : theirs.isEmpty() ? "UD" : "UU";
    }

    /// A file on one side.
    public record Side(int mode, GitId blob) {
        private static final int FILE = 0100000;

        private int type() {
            return mode & 0170000;
        }
    }
}
