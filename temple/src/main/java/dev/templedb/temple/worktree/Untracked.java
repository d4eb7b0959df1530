package dev.templedb.temple.worktree;

/// How files that the project does not have are looked for.
public enum Untracked {
    /// Not at all.
    NONE,
    /// A directory that holds nothing else stands for all of them.
    DIRECTORIES,
    /// Each one.
    FILES
}
