package dev.templedb.api;

import org.jspecify.annotations.Nullable;

/// What an administrator changes of an account: null leaves.
///
/// @param disabled  true ends all sessions and refuses all tokens
/// @param password  a new password
/// @param twoFactor false turns it off
public record AdminUserPatchJson(
        @Nullable Boolean administrator,
        @Nullable Boolean disabled,
        @Nullable String password,
        @Nullable Boolean twoFactor,
        @Nullable Boolean emailVerified,
        @Nullable String plan) {}
