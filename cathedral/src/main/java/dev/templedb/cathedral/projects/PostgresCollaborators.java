package dev.templedb.cathedral.projects;

import dev.templedb.cathedral.permissions.Role;
import dev.templedb.cathedral.sql.PostgresRows;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

final class PostgresCollaborators {
    private static final String LIST = """
            SELECT 'owner' AS via, u.id, u.username, u.display_name, NULL AS email, 'owner' AS role, NULL AS added_by,
                   p.created_at AS added_at
              FROM projects p JOIN users u ON u.id = p.owner_id
             WHERE p.id = :project
             UNION ALL
            SELECT 'collaborator', u.id, u.username, u.display_name, NULL, c.role, a.username, c.added_at
              FROM project_collaborators c
              JOIN users u ON u.id = c.user_id
              LEFT JOIN users a ON a.id = c.added_by
             WHERE c.project_id = :project
             UNION ALL
            SELECT 'organization', u.id, u.username, u.display_name, NULL,
                   CASE m.role WHEN 'member' THEN 'reader' ELSE m.role END, a.username, m.joined_at
              FROM projects p
              JOIN org_members m ON m.org_id = p.owner_id
              JOIN users u ON u.id = m.user_id
              LEFT JOIN users a ON a.id = m.added_by
             WHERE p.id = :project
             UNION ALL
            SELECT 'invitation', NULL, NULL, NULL, i.email, i.role, a.username, i.created_at
              FROM invitations i
              LEFT JOIN users a ON a.id = i.invited_by
             WHERE i.project_id = :project AND i.accepted_at IS NULL AND i.expires_at > now()
             ORDER BY added_at, username
            """;

    private static final String PUT = """
            INSERT INTO project_collaborators (project_id, user_id, role, added_by)
            VALUES (:project, :user, :role, :by)
            ON CONFLICT (project_id, user_id) DO UPDATE SET role = excluded.role
            """;

    List<Collaborator> list(Handle handle, UUID project) {
        return handle.createQuery(LIST)
                .bind("project", project)
                .map((row, context) -> new Collaborator(
                        PostgresRows.idOrNull(row, "id"),
                        row.getString("username"),
                        row.getString("display_name"),
                        row.getString("email"),
                        Role.of(row.getString("role")),
                        Collaborator.Via.valueOf(row.getString("via").toUpperCase(Locale.ROOT)),
                        row.getString("added_by"),
                        PostgresRows.instant(row, "added_at"),
                        List.of()))
                .list();
    }

    Optional<Role> role(Handle handle, UUID project, UUID user) {
        return handle.createQuery(
                        "SELECT role FROM project_collaborators WHERE project_id = :project AND user_id = :user")
                .bind("project", project)
                .bind("user", user)
                .mapTo(String.class)
                .findOne()
                .map(Role::of);
    }

    void put(Handle handle, UUID project, UUID user, Role role, UUID by) {
        handle.createUpdate(PUT)
                .bind("project", project)
                .bind("user", user)
                .bind("role", role.word())
                .bind("by", by)
                .execute();
    }

    boolean remove(Handle handle, UUID project, UUID user) {
        return handle.execute("DELETE FROM project_collaborators WHERE project_id = ? AND user_id = ?", project, user)
                == 1;
    }
}
