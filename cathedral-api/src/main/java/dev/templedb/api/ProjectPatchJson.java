package dev.templedb.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What to change of a project: null leaves, an empty text clears.
///
/// @param signedVersions `required` or `marked`; empty leaves it to the organization and the server
/// @param metadata what programs keep with the project, at most 64 KiB; replaces what is there
public record ProjectPatchJson(
        @Nullable String name,
        @Nullable String description,
        @Nullable String visibility,
        @Nullable String repositoryUrl,
        @Nullable String homepageUrl,
        @Nullable String license,
        @Nullable String defaultBranch,
        @Nullable Map<String, Object> metadata,
        @Nullable String signedVersions) {}
