package dev.templedb.api;

import org.jspecify.annotations.Nullable;

/// What to change of an organization: null leaves, an empty text clears.
public record OrganizationPatchJson(
        @Nullable String name,
        @Nullable String description,
        @Nullable String websiteUrl) {}
