package dev.templedb.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Somebody in an organization, or asked to be.
///
/// @param username     null for somebody who has been invited by e-mail address and has no account yet
/// @param invitedEmail null for a member
/// @param role         `owner`, `maintainer` or `member`
/// @param joinedAt     or, for somebody who has been invited, the time of the invitation
public record MemberJson(
        @Nullable String username,
        @Nullable String displayName,
        @Nullable String invitedEmail,
        String role,
        Instant joinedAt) {}
