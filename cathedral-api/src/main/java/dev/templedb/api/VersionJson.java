package dev.templedb.api;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A published version.
///
/// @param version    without a leading `v`
/// @param state      the content root of the state that it names
/// @param packageUrl where its package is, seen from the server's address
/// @param signedBy   the fingerprint of the key that signed it; null for an unsigned one
/// @param signer     the user whose profile has that key
public record VersionJson(
        String version,
        String state,
        @Nullable String notes,
        boolean preRelease,
        String packageUrl,
        @Nullable Long packageSizeBytes,
        @Nullable String checksumSha256,
        Map<String, Object> manifest,
        @Nullable String createdBy,
        Instant createdAt,
        boolean yanked,
        @Nullable String yankReason,
        @Nullable String signedBy,
        @Nullable String signer,
        @Nullable String signature,
        long downloads) {}
