package dev.templedb.temple.projects;

import java.time.Instant;
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
        long files,
        long bytes,
        Instant lastActivityAt) {}
