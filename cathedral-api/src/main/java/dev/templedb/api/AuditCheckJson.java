package dev.templedb.api;

import org.jspecify.annotations.Nullable;

/// What checking the audit log has found.
///
/// @param entries  how many were read
/// @param brokenAt the number of the first entry that is not as it was written
public record AuditCheckJson(
        boolean intact,
        long entries,
        @Nullable Long brokenAt,
        @Nullable String lastHash) {}
