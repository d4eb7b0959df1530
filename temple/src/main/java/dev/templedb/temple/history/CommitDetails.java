package dev.templedb.temple.history;

import java.util.List;

/// A commit with what it changed.
///
/// @param refs    branches, tags and other refs that lead to it, by full name
/// @param changes against its first parent, or against nothing, by path
public record CommitDetails(Commit commit, List<String> refs, List<FileChange> changes) {
    public CommitDetails {
        refs = List.copyOf(refs);
        changes = List.copyOf(changes);
    }
}
