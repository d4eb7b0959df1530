package dev.templedb.temple.projects;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One line of the list of projects; cheap to read for thousands of them.
///
/// @param files how many files the tree has that HEAD names
/// @param bytes the size of these files
public record ProjectSummary(
        String slug,
        String name,
        String kind,
        String status,
        String visibility,
        @Nullable String language,
        String companion,
        @Nullable String owner,
        @Nullable String repositoryUrl,
        List<String> tags,
        long files,
        long bytes,
        Instant lastActivityAt) {
    public ProjectSummary {
        tags = List.copyOf(tags);
    }
}
