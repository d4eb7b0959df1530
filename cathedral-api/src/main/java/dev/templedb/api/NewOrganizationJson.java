package dev.templedb.api;

import org.jspecify.annotations.Nullable;

/// Asks for a new organization.
///
/// @param name null for the slug
public record NewOrganizationJson(
        @Nullable String slug,
        @Nullable String name,
        @Nullable String description,
        @Nullable String websiteUrl) {}
