package dev.templedb.cathedral.projects;

import dev.templedb.cathedral.permissions.Visibility;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What to change of a project: null leaves, an empty text clears.
///
/// @param signedVersions `required` or `marked`; empty leaves it to the organization and the server
public record ProjectChange(
        @Nullable String name,
        @Nullable String description,
        @Nullable Visibility visibility,
        @Nullable String repositoryUrl,
        @Nullable String homepageUrl,
        @Nullable String license,
        @Nullable String defaultBranch,
        @Nullable Map<String, Object> metadata,
        @Nullable String signedVersions) {}
