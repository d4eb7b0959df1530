package dev.templedb.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An account, as administrators see it.
///
/// @param email null for an account without one
public record AdminUserJson(
        String username,
        @Nullable String email,
        boolean emailVerified,
        @Nullable String displayName,
        boolean administrator,
        boolean disabled,
        boolean twoFactor,
        String plan,
        List<String> identities,
        Instant createdAt,
        @Nullable Instant lastLoginAt) {}
