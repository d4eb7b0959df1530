package dev.templedb.api;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A kind of work that a registry does again and again, on one node at a time.
///
/// @param dueAt     null when it runs only when somebody asks for it
/// @param node      who works at it now
/// @param endedAt   when the last whole run ended
/// @param succeeded how that went
/// @param result    what it did: numbers and texts by name
public record JobJson(
        String name,
        @Nullable Instant dueAt,
        @Nullable String node,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Boolean succeeded,
        Map<String, Object> result,
        @Nullable String failure,
        long runs,
        long failures) {}
