package dev.templedb.packages.content;

import dev.templedb.core.GitId;
import java.time.Instant;
import java.util.List;

/// One commit as the directory layout's view of the history lists it. The truth is in the objects.
///
/// @param at when the author wrote it
public record PackagedCommit(
        GitId id, List<GitId> parents, String authorName, String authorEmail, String message, Instant at) {
    public PackagedCommit {
        parents = List.copyOf(parents);
    }
}
