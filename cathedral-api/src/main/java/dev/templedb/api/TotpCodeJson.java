package dev.templedb.api;

import org.jspecify.annotations.Nullable;

/// Proves that the authenticator works, or that it is there.
///
/// @param code six digits
public record TotpCodeJson(@Nullable String code) {}
