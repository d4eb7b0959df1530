package dev.templedb.api;

import org.jspecify.annotations.Nullable;

/// Puts a tag on a project.
///
/// @param category `language`, `framework` or `domain`; null for none. Only the first who uses a tag says it
public record NewTagJson(@Nullable String name, @Nullable String category) {}
