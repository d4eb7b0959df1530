package dev.templedb.temple.search;

import java.util.List;

/// What a search has found.
///
/// @param files       the best first
/// @param hasMore     whether there may be more than the limit let through
/// @param notSearched how many files of these projects nobody looked into, because they are binary or longer than 4 MiB
public record SearchResult(List<FoundFile> files, boolean hasMore, long notSearched) {
    /// Copies what it is given.
    public SearchResult {
        files = List.copyOf(files);
    }
}
