package dev.templedb.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A user, as everybody sees one.
///
/// @param email null but for oneself and administrators
public record UserJson(
        String username,
        @Nullable String displayName,
        @Nullable String avatarUrl,
        @Nullable String bio,
        @Nullable String websiteUrl,
        @Nullable String email,
        Instant createdAt) {}
