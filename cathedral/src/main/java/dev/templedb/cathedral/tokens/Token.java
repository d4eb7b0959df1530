package dev.templedb.cathedral.tokens;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A token as its user sees it in a list.
///
/// @param prefix     its first characters
/// @param scopes     the words of its scopes
/// @param projects   `owner/slug` of the only projects that it reaches; null when it is not limited
/// @param lastUsedAt to within a minute
public record Token(
        UUID id,
        String name,
        String prefix,
        List<String> scopes,
        @Nullable List<String> projects,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt) {}
