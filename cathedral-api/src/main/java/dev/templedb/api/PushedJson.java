package dev.templedb.api;

import org.jspecify.annotations.Nullable;

/// What a push has done.
///
/// @param state   that the project is at
/// @param version that was published; null for none
public record PushedJson(String state, @Nullable String version) {}
