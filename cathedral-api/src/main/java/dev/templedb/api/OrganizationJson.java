package dev.templedb.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An organization.
///
/// @param signedVersions `required` or `marked`: what is asked of the versions of its projects; null where the server
/// says
/// @param role what the caller is in it; null for somebody who is no member
public record OrganizationJson(
        String slug,
        String name,
        @Nullable String description,
        @Nullable String websiteUrl,
        @Nullable String signedVersions,
        @Nullable String role,
        Instant createdAt) {}
