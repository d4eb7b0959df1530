package dev.templedb.api;

import org.jspecify.annotations.Nullable;

/// Makes the first administrator, by the one-time link that the server printed.
///
/// @param email    counts as proved; null for none
/// @param password at least 12 characters
public record SetupJson(
        @Nullable String setupToken,
        @Nullable String username,
        @Nullable String email,
        @Nullable String password) {}
