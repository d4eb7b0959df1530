package dev.templedb.cathedral.accounts;

import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

final class PostgresInvitations {
    private static final String PUT = """
            INSERT INTO invitations (email, org_id, project_id, role, invited_by, expires_at)
            VALUES (:email, :organization, :project, :role, :by, now() + interval '30 days')
            ON CONFLICT (lower(email COLLATE "C"), coalesce(org_id, project_id)) WHERE accepted_at IS NULL DO UPDATE
               SET role = excluded.role, invited_by = excluded.invited_by, created_at = now(),
                   expires_at = excluded.expires_at
            """;

    private static final String REMOVE = """
            DELETE FROM invitations
             WHERE lower(email COLLATE "C") = :emailKey AND coalesce(org_id, project_id) = :place AND accepted_at IS NULL
            """;

    private static final String JOIN = """
            INSERT INTO org_members (org_id, user_id, role, added_by)
            SELECT org_id, :user, role, invited_by
              FROM invitations
             WHERE lower(email COLLATE "C") = :emailKey AND org_id IS NOT NULL AND accepted_at IS NULL AND expires_at > now()
            ON CONFLICT DO NOTHING
            """;

    private static final String COLLABORATE = """
            INSERT INTO project_collaborators (project_id, user_id, role, added_by)
            SELECT project_id, :user, role, invited_by
              FROM invitations
             WHERE lower(email COLLATE "C") = :emailKey AND project_id IS NOT NULL AND accepted_at IS NULL
               AND expires_at > now()
            ON CONFLICT DO NOTHING
            """;

    private static final String DONE = """
            UPDATE invitations
               SET accepted_at = now()
             WHERE lower(email COLLATE "C") = :emailKey AND accepted_at IS NULL AND expires_at > now()
            """;

    void put(Handle handle, String email, @Nullable UUID organization, @Nullable UUID project, String role, UUID by) {
        handle.createUpdate(PUT)
                .bind("email", email)
                .bind("organization", organization)
                .bind("project", project)
                .bind("role", role)
                .bind("by", by)
                .execute();
    }

    boolean remove(Handle handle, String email, UUID place) {
        return handle.createUpdate(REMOVE)
                        .bind("emailKey", EmailAddresses.key(email))
                        .bind("place", place)
                        .execute()
                == 1;
    }

    void accept(Handle handle, UUID user, String email) {
        String key = EmailAddresses.key(email);
        for (String statement : new String[] {JOIN, COLLABORATE}) {
            handle.createUpdate(statement)
                    .bind("user", user)
                    .bind("emailKey", key)
                    .execute();
        }
        handle.createUpdate(DONE).bind("emailKey", key).execute();
    }
}
