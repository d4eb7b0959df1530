package dev.templedb.api;

import org.jspecify.annotations.Nullable;

/// An administrator makes an account.
///
/// @param password null for an account that cannot sign in with one
public record NewUserJson(
        @Nullable String username,
        @Nullable String email,
        @Nullable String displayName,
        @Nullable String password,
        @Nullable Boolean administrator) {}
