package dev.templedb.cathedral.projects;

import dev.templedb.cathedral.permissions.Visibility;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a new project is made of.
///
/// @param owner a user or an organization; null for the caller
/// @param name  null for the slug
/// @param tags  what to find it by
public record NewProject(
        @Nullable String owner,
        @Nullable String slug,
        @Nullable String name,
        @Nullable String description,
        Visibility visibility,
        @Nullable String repositoryUrl,
        @Nullable String homepageUrl,
        @Nullable String license,
        @Nullable List<String> tags) {}
