package dev.templedb.api;

import org.jspecify.annotations.Nullable;

/// Signs in.
///
/// @param username    a user name or an e-mail address
/// @param oneTimeCode six digits of the authenticator, where two-factor login is on
/// @param token       the token to make; null for a session in a cookie
public record LoginJson(
        @Nullable String username,
        @Nullable String password,
        @Nullable String oneTimeCode,
        @Nullable NewTokenJson token) {}
