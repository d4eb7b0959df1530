package dev.templedb.api;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A token.
///
/// @param prefix     its first characters, to know it by
/// @param projects   the only projects that it reaches; null for no such limit
/// @param lastUsedAt to within a minute
/// @param token      the token itself: only in the answer to the request that made it
public record TokenJson(
        UUID id,
        String name,
        String prefix,
        List<String> scopes,
        @Nullable List<String> projects,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable String token) {}
