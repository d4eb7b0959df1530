package dev.templedb.api;

import org.jspecify.annotations.Nullable;

/// Forks a project.
///
/// @param owner      null for the caller
/// @param slug       null for that of the source
/// @param visibility null for that of the source; never wider than it
public record ForkJson(
        @Nullable String owner,
        @Nullable String slug,
        @Nullable String visibility) {}
