package dev.templedb.temple.worktree;

import dev.templedb.temple.history.FilePath;
import java.util.List;
import java.util.Optional;

/// What to commit and how.
///
/// @param message    empty: that of the commit that is amended, or of the merge that is finished
/// @param paths      only changes at or below these, staged or not; all staged ones when empty
/// @param all        every change to tracked files, staged or not
/// @param amend      replace the last commit
/// @param allowEmpty make a commit even when nothing changes
/// @param newAuthor  when amending: take the author and time given instead of the commit's own
public record CommitRequest(
        Optional<String> message,
        WorkAuthor who,
        List<FilePath> paths,
        boolean all,
        boolean amend,
        boolean allowEmpty,
        boolean newAuthor) {
    public CommitRequest {
        paths = List.copyOf(paths);
    }

    /// Commits what is staged.
    public static CommitRequest of(String message, WorkAuthor who) {
        return new CommitRequest(Optional.of(message), who, List.of(), false, false, false, false);
    }

    public CommitRequest withAll() {
        return new CommitRequest(message, who, paths, true, amend, allowEmpty, newAuthor);
    }

    public CommitRequest withPaths(List<FilePath> newPaths) {
        return new CommitRequest(message, who, newPaths, all, amend, allowEmpty, newAuthor);
    }

    public CommitRequest amending() {
        return new CommitRequest(message, who, paths, all, true, allowEmpty, newAuthor);
    }

    public CommitRequest allowingEmpty() {
        return new CommitRequest(message, who, paths, all, amend, true, newAuthor);
    }
}
