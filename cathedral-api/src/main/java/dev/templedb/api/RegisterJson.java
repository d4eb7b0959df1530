package dev.templedb.api;

import org.jspecify.annotations.Nullable;

/// Asks for a new account.
///
/// @param email    null for none, where the server allows that
/// @param password at least 12 characters
/// @param token    the token to make at once; null for a session in a cookie
public record RegisterJson(
        @Nullable String username,
        @Nullable String email,
        @Nullable String password,
        @Nullable String displayName,
        @Nullable NewTokenJson token) {}
