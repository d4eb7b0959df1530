package dev.templedb.api;

import org.jspecify.annotations.Nullable;

/// What is wanted: one of the two, or neither for the present state.
///
/// @param version a version, or `latest`
/// @param state   a content root
public record FetchWantJson(
        @Nullable String version, @Nullable String state) {}
