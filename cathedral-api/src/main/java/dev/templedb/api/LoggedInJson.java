package dev.templedb.api;

import org.jspecify.annotations.Nullable;

/// Who has signed in, and how to go on.
///
/// @param token the token that was asked for; null when the session is in a cookie
public record LoggedInJson(AccountJson user, @Nullable TokenJson token) {}
