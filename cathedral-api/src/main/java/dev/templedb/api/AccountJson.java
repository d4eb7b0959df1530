package dev.templedb.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One's own account.
///
/// @param email         null for an account without one
/// @param administrator whether the user administers the server
/// @param twoFactor     whether login asks for a one-time code
/// @param scopes        what the token or session that was used is good for
public record AccountJson(
        String username,
        @Nullable String email,
        boolean emailVerified,
        @Nullable String displayName,
        @Nullable String avatarUrl,
        @Nullable String bio,
        @Nullable String websiteUrl,
        boolean administrator,
        boolean twoFactor,
        List<String> scopes,
        Instant createdAt) {}
