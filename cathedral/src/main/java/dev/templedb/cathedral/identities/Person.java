package dev.templedb.cathedral.identities;

import org.jspecify.annotations.Nullable;

/// Who somebody is at a provider, proved by it.
///
/// @param issuer        the provider
/// @param subject       whom it never gives another meaning
/// @param login         the name there, which may change and prove nothing
/// @param name          what the person is called
/// @param emailVerified whether the provider says that the address is proved
public record Person(
        String issuer,
        String subject,
        @Nullable String login,
        @Nullable String name,
        @Nullable String email,
        boolean emailVerified) {}
