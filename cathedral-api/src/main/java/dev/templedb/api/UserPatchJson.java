package dev.templedb.api;

import org.jspecify.annotations.Nullable;

/// What to change of a profile: null leaves, an empty text clears.
///
/// @param password        the new password
/// @param currentPassword needed for a new password or e-mail address
public record UserPatchJson(
        @Nullable String displayName,
        @Nullable String avatarUrl,
        @Nullable String bio,
        @Nullable String websiteUrl,
        @Nullable String email,
        @Nullable String password,
        @Nullable String currentPassword) {}
