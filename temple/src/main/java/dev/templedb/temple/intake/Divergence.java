package dev.templedb.temple.intake;

import dev.templedb.core.GitId;

/// A branch or tag that has commits here which the source has not, and the other way round.
///
/// @param ref          its full name; here it leads to ours
/// @param kept         the full name of the ref that leads to theirs
/// @param ourCommits   how many commits only this project has on it
/// @param theirCommits how many only the source has
public record Divergence(String ref, String kept, GitId ours, GitId theirs, long ourCommits, long theirCommits) {
    private static final String BRANCH = "refs/heads/";

    /// Whether it is a branch, which can be merged.
    public boolean isBranch() {
        return ref.startsWith(BRANCH);
    }

    /// The branch as people call it; another ref in full.
    public String name() {
        return isBranch() ? ref.substring(BRANCH.length()) : ref;
    }

    /// Theirs as people call it.
    public String keptName() {
        return kept.substring("refs/".length());
    }
}
