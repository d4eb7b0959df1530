package dev.templedb.api;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who the user of an account is at a provider.
///
/// @param title      what people know the provider as; its issuer, when it is offered no longer
/// @param subject    whom the provider never gives another meaning
/// @param login      the name there, as it was told last
/// @param lastUsedAt when it was last signed in with
public record IdentityJson(
        UUID id,
        String title,
        String issuer,
        String subject,
        @Nullable String login,
        @Nullable String email,
        Instant createdAt,
        @Nullable Instant lastUsedAt) {}
