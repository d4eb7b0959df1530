package dev.templedb.api;

import org.jspecify.annotations.Nullable;

/// What a user or an organization takes up, and what the plan has room for.
///
/// @param plan            `free`, `team` or `enterprise`
/// @param storageBytes    deduplicated; a fork does not count what it shares with its source. With what unfinished
///                        pushes have announced
/// @param unfinishedBytes of these, what unfinished pushes have announced
/// @param members         those who have been invited included; null for a user
public record UsageJson(
        String owner,
        String plan,
        QuotaJson storageBytes,
        long unfinishedBytes,
        QuotaJson projects,
        QuotaJson privateProjects,
        @Nullable QuotaJson members) {}
