package dev.templedb.cathedral.quotas;

import org.jspecify.annotations.Nullable;

/// What an owner takes up, and what the plan has room for.
///
/// @param owner           the name
/// @param bytes           deduplicated, in storage, and what unfinished pushes have announced
/// @param unfinishedBytes of these, what unfinished pushes have announced
/// @param members         of an organization, those who have been invited included; null for a user
public record Usage(
        String owner,
        Plan plan,
        Measure bytes,
        long unfinishedBytes,
        Measure projects,
        Measure privateProjects,
        @Nullable Measure members) {
    /// How much there is of something.
    ///
    /// @param limit [Long#MAX_VALUE] for none
    public record Measure(long used, long limit) {
        /// Null for what has no limit.
        public @Nullable Long limitOrNull() {
            return limit == Long.MAX_VALUE ? null : limit;
        }

        /// What still fits; null for what has no limit.
        public @Nullable Long leftOrNull() {
            return limit == Long.MAX_VALUE ? null : Long.valueOf(Math.max(0, limit - used));
        }
    }
}
