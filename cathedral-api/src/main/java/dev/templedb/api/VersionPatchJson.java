package dev.templedb.api;

import org.jspecify.annotations.Nullable;

/// What to change of a version.
///
/// @param yanked true takes it back, false takes that back
public record VersionPatchJson(
        @Nullable Boolean yanked,
        @Nullable String yankReason,
        @Nullable String notes) {}
