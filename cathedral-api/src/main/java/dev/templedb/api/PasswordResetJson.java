package dev.templedb.api;

import org.jspecify.annotations.Nullable;

/// Sets a new password by the one-time link that an operator has handed out.
///
/// @param resetToken what the link has behind `token=`
public record PasswordResetJson(
        @Nullable String resetToken, @Nullable String password) {}
