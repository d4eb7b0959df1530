package dev.templedb.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Somebody with a role on a project, or asked to have one.
///
/// @param username     null for somebody who has been invited by e-mail address and has no account yet
/// @param invitedEmail null for a collaborator
/// @param role         `owner`, `maintainer`, `contributor` or `reader`
/// @param via          `owner` (the project is theirs), `collaborator`, `organization` or `invitation`
/// @param keys         the public keys of the profile
public record CollaboratorJson(
        @Nullable String username,
        @Nullable String displayName,
        @Nullable String invitedEmail,
        String role,
        String via,
        @Nullable String addedBy,
        Instant addedAt,
        List<KeyJson> keys) {}
