package dev.templedb.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a person who is signed in is shown before letting a program in.
///
/// @param ipAddress where the program asked from
public record DeviceRequestJson(
        String userCode,
        String clientName,
        List<String> scopes,
        @Nullable String ipAddress,
        Instant createdAt,
        Instant expiresAt) {}
