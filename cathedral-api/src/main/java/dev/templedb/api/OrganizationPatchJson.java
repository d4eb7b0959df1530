package dev.templedb.api;

import org.jspecify.annotations.Nullable;

/// What to change of an organization: null leaves, an empty text clears.
///
/// @param signedVersions `required` or `marked`; empty leaves it to the server
public record OrganizationPatchJson(
        @Nullable String name,
        @Nullable String description,
        @Nullable String websiteUrl,
        @Nullable String signedVersions) {}
