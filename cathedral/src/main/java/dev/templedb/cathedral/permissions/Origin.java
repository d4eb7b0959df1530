package dev.templedb.cathedral.permissions;

import org.jspecify.annotations.Nullable;

/// Where a request comes from, for the audit log and for limits.
///
/// @param address   the client's IP address in text form; null for what the server does itself
/// @param userAgent what the client calls itself, cut to 255 characters
/// @param requestId the id under which the request is in the logs
public record Origin(
        @Nullable String address,
        @Nullable String userAgent,
        @Nullable String requestId) {
    /// What the server does by itself.
    public static final Origin SERVER = new Origin(null, null, null);
}
