package dev.templedb.packages.state;

import dev.templedb.core.GitId;

/// What a project's `HEAD` points to.
public sealed interface Head {
    /// A branch by its full name, such as `refs/heads/main`, which need not exist yet.
    record Branch(String ref) implements Head {}

    /// A commit, without a branch.
    record Detached(GitId commit) implements Head {}
}
