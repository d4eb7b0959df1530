package dev.templedb.temple.worktree;

import dev.templedb.core.GitId;

/// A merge or revert that waits for somebody to decide its conflicts.
///
/// @param kind    which of the two
/// @param commit  what is merged, or reverted
/// @param message what its commit will say when nobody says otherwise
public record Unfinished(Kind kind, GitId commit, String message) {
    /// What is being done.
    public enum Kind {
        MERGE,
        REVERT
    }
}
