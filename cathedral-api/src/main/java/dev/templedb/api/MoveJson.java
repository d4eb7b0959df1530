package dev.templedb.api;

import org.jspecify.annotations.Nullable;

/// Moves a project to another owner or slug.
///
/// @param owner null for the present one
/// @param slug  null for the present one
public record MoveJson(@Nullable String owner, @Nullable String slug) {}
