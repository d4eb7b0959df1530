package dev.templedb.api;

import org.jspecify.annotations.Nullable;

/// Gives somebody a role.
///
/// @param user a user name or an e-mail address; an address nobody has is invited
public record GrantJson(@Nullable String user, @Nullable String role) {}
