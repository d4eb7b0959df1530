package dev.templedb.api;

import org.jspecify.annotations.Nullable;

/// A version that a push publishes.
///
/// @param version a semantic version, without a leading `v`
/// @param notes   what is new in it
public record PushVersionJson(
        @Nullable String version, @Nullable String notes) {}
