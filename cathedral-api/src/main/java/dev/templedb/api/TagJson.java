package dev.templedb.api;

import org.jspecify.annotations.Nullable;

/// A word to find projects by.
///
/// @param category `language`, `framework` or `domain`; null for none
/// @param projects how many projects that the caller may see have it
public record TagJson(String name, @Nullable String category, long projects) {}
