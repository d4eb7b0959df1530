package dev.templedb.api;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A published version.
///
/// @param version    without a leading `v`
/// @param state      the content root of the state that it names
/// @param packageUrl where its package is, seen from the server's address
/// @param signed     `profile`: by a key of a profile of somebody who might publish; `unknown`: by some other key;
/// `none`
/// @param signedBy   the fingerprint of the key that signed it; null for an unsigned one
/// @param signer     the user in whose profile that key was; null when that was nobody who might publish
/// @param signerKey  the id of that key
/// @param signedProject `owner/slug` that the signature names, as the project was called then; null for one over the
/// state
/// alone
/// @param signerKeyRevokedAt when it was taken out of the profile since; null for one that is still there
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
        String signed,
        @Nullable String signedBy,
        @Nullable String signer,
        @Nullable UUID signerKey,
        @Nullable Instant signerKeyRevokedAt,
        @Nullable String signature,
        @Nullable String signedProject,
        long downloads) {}
