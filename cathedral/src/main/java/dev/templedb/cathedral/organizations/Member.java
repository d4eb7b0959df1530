package dev.templedb.cathedral.organizations;

import dev.templedb.cathedral.permissions.OrganizationRole;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Somebody in an organization, or asked to be.
///
/// @param user         null for somebody who has been invited
/// @param invitedEmail null for a member
/// @param joinedAt     or the time of the invitation
public record Member(
        @Nullable UUID user,
        @Nullable String username,
        @Nullable String displayName,
        @Nullable String invitedEmail,
        OrganizationRole role,
        Instant joinedAt) {}
