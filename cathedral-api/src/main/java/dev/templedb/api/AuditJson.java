package dev.templedb.api;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An entry of the audit log.
///
/// @param number counts from 1 without a gap
/// @param actor  the user's name at that time
/// @param hash   the SHA-256 of this entry and the hash before it
public record AuditJson(
        long number,
        UUID id,
        @Nullable String actor,
        String action,
        @Nullable String resourceType,
        @Nullable UUID resourceId,
        @Nullable String resourceName,
        Map<String, Object> metadata,
        @Nullable String ipAddress,
        @Nullable String userAgent,
        @Nullable UUID tokenId,
        @Nullable String requestId,
        Instant createdAt,
        String previousHash,
        String hash) {}
