package dev.templedb.temple.worktree;

import dev.templedb.core.GitId;

/// A commit that was made.
///
/// @param branch  the branch that leads to it now, as people call it
/// @param files   how many files it changes
public record MadeCommit(GitId commit, String branch, String subject, int files) {}
