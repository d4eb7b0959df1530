package dev.templedb.api;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Something that happened.
///
/// @param actor   null for a user who is gone
/// @param action  such as `project.create`
/// @param project `owner/slug`
public record ActivityJson(
        UUID id,
        @Nullable String actor,
        String action,
        @Nullable String project,
        Map<String, Object> metadata,
        Instant createdAt) {}
