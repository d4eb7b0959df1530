package dev.templedb.temple.worktree;

import dev.templedb.core.GitId;
import dev.templedb.temple.diff.FileDifference;
import dev.templedb.temple.history.FilePath;
import java.util.List;
import java.util.Optional;

/// How a checked-out directory differs from the commit that it was written from.
///
/// @param tip        the commit that the directory's branch leads to now; another than the directory's when it has
/// moved
/// @param staged     what the next commit will change, with renames
/// @param unstaged   what was changed on the disk and is not staged
/// @param untracked  what is there besides; a directory ends with `/`
/// @param conflicts  what a merge could not decide
/// @param unfinished the merge or revert that is under way
/// @param stopped    why a command that has begun to write the directory, such as a switch, cannot be finished; the
///                   files that it has not written show as changed
public record WorkStatus(
        Checkout checkout,
        Optional<GitId> tip,
        List<FileDifference> staged,
        List<FileDifference> unstaged,
        List<FilePath> untracked,
        List<Conflict> conflicts,
        Optional<Unfinished> unfinished,
        Optional<String> stopped) {
    public WorkStatus {
        staged = List.copyOf(staged);
        unstaged = List.copyOf(unstaged);
        untracked = List.copyOf(untracked);
        conflicts = List.copyOf(conflicts);
    }

    /// Whether there is nothing to commit and nothing under way; untracked files do not count.
    public boolean isClean() {
        return staged.isEmpty()
                && unstaged.isEmpty()
                && conflicts.isEmpty()
                && unfinished.isEmpty()
                && stopped.isEmpty();
    }

    /// Whether the branch leads to another commit than the one whose files are here.
    public boolean isBehind() {
        return checkout.branch().isPresent() && !tip.equals(checkout.base());
    }
}
