package dev.templedb.api;

import org.jspecify.annotations.Nullable;

/// Publishes what a project is now as a version.
///
/// @param version a semantic version, with or without a leading `v`
/// @param state   the content root that is meant; refused when the project has moved on. Null for whatever it is
public record NewVersionJson(
        @Nullable String version,
        @Nullable String state,
        @Nullable String notes) {}
