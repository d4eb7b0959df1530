package dev.templedb.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An organization.
///
/// @param role what the caller is in it; null for somebody who is no member
public record OrganizationJson(
        String slug,
        String name,
        @Nullable String description,
        @Nullable String websiteUrl,
        @Nullable String role,
        Instant createdAt) {}
