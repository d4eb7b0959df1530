package dev.templedb.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks for a new project.
///
/// @param owner      a user or an organization; null for the caller
/// @param name       null for the slug
/// @param visibility `public`, `internal` or `private`; null for private
public record NewProjectJson(
        @Nullable String owner,
        @Nullable String slug,
        @Nullable String name,
        @Nullable String description,
        @Nullable String visibility,
        @Nullable String repositoryUrl,
        @Nullable String homepageUrl,
        @Nullable String license,
        @Nullable List<String> tags) {}
