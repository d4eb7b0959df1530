package dev.templedb.cathedral.jobs;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is known of a job.
///
/// @param dueAt     when it runs next; null when only somebody who asks for it makes it run
/// @param node      who works at it now; null for nobody
/// @param startedAt when the present run began, or the last one; null when it never ran
/// @param endedAt   when the last whole run ended
/// @param succeeded how that went
/// @param result    what it did
/// @param failure   why it failed
/// @param runs      how often it ran to its end
public record JobState(
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
