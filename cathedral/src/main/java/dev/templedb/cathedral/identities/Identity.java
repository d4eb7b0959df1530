package dev.templedb.cathedral.identities;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who the user of an account is at a provider.
///
/// @param login      the name there, as it was told last
/// @param email      the address there, as it was told last
/// @param lastUsedAt when it was last signed in with
public record Identity(
        UUID id,
        UUID user,
        String issuer,
        String subject,
        @Nullable String login,
        @Nullable String email,
        Instant createdAt,
        @Nullable Instant lastUsedAt) {}
