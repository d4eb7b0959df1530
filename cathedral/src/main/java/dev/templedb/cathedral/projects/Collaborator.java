package dev.templedb.cathedral.projects;

import dev.templedb.cathedral.accounts.PublicKey;
import dev.templedb.cathedral.permissions.Role;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Somebody with a role on a project, or asked to have one.
///
/// @param user         null for somebody who has been invited
/// @param invitedEmail null for a user
/// @param via          how: the project is theirs, they were added, their organization has it, or they were invited
/// @param keys         the public keys of the profile
public record Collaborator(
        @Nullable UUID user,
        @Nullable String username,
        @Nullable String displayName,
        @Nullable String invitedEmail,
        Role role,
        Via via,
        @Nullable String addedBy,
        Instant addedAt,
        List<PublicKey> keys) {
    /// The same with these keys.
    Collaborator with(List<PublicKey> profileKeys) {
        return new Collaborator(user, username, displayName, invitedEmail, role, via, addedBy, addedAt, profileKeys);
    }

    /// By which way a role comes.
    public enum Via {
        OWNER,
        COLLABORATOR,
        ORGANIZATION,
        INVITATION;

        /// The word of the wire.
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
