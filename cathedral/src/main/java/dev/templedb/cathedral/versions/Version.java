package dev.templedb.cathedral.versions;

import dev.templedb.core.VersionName;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One published, immutable state of a project.
///
/// @param stateRoot    the content root that it names, in hexadecimal
/// @param manifest     the manifest of its package
/// @param packageUrl   where its package is, seen from the server's address
/// @param packageBytes size of its package in bytes
/// @param checksum     SHA-256 of its package in hexadecimal, where the package was uploaded whole
/// @param createdBy    the name of who published it; null for a user who is gone
/// @param yanked       taken back: served to those who name it, never as `latest`
/// @param signedBy     the fingerprint of the key that signed it; null for an unsigned one
/// @param signer       the name of the user in whose profile that key was; null when that was nobody who may publish
/// @param signerKey    that key, and
/// @param signerKeyRevokedAt when it was taken out of the profile since
/// @param signature    in text form
/// @param signedProject the project that it names, as it was called then; null for one over the content root alone
public record Version(
        UUID id,
        VersionName name,
        String stateRoot,
        @Nullable String notes,
        Map<String, Object> manifest,
        String packageUrl,
        @Nullable Long packageBytes,
        @Nullable String checksum,
        @Nullable String createdBy,
        Instant createdAt,
        boolean yanked,
        @Nullable String yankReason,
        @Nullable String signedBy,
        @Nullable String signer,
        @Nullable UUID signerKey,
        @Nullable Instant signerKeyRevokedAt,
        @Nullable String signature,
        @Nullable String signedProject,
        long downloads) {
    /// `profile`: signed by a key of a profile of somebody who might publish. `unknown`: signed by some other key.
    /// `none`: not signed.
    public String signed() {
        return signedBy == null ? "none" : signer == null ? "unknown" : "profile";
    }
}
