package dev.templedb.cathedral.accounts;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Somebody with an account.
///
/// @param username      as the user writes it; compared without case
/// @param email         null for an account without one
/// @param emailVerified whether the address has been proved to be the user's
/// @param administrator whether the user administers this server
/// @param disabled      whether the account has been closed by an administrator
/// @param twoFactor     whether login asks for a one-time code
/// @param plan          the name of the plan
/// @param updatedAt     when the profile was last changed
public record User(
        UUID id,
        String username,
        @Nullable String email,
        boolean emailVerified,
        @Nullable String displayName,
        @Nullable String avatarUrl,
        @Nullable String bio,
        @Nullable String websiteUrl,
        boolean administrator,
        boolean disabled,
        boolean twoFactor,
        String plan,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant lastLoginAt) {}
