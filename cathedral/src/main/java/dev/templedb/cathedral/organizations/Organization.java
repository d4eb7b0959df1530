package dev.templedb.cathedral.organizations;

import dev.templedb.cathedral.permissions.OrganizationRole;
import dev.templedb.cathedral.signing.SignedVersions;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An organization as its page shows it to one caller.
///
/// @param signedVersions what is asked of the versions of its projects; null where the server says
/// @param role what the caller is in it; null for somebody who is no member
public record Organization(
        UUID id,
        String slug,
        String name,
        @Nullable String description,
        @Nullable String websiteUrl,
        @Nullable SignedVersions signedVersions,
        @Nullable OrganizationRole role,
        Instant createdAt,
        Instant updatedAt) {}
