package dev.templedb.cathedral.quotas;

import dev.templedb.cathedral.sql.PostgresRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

final class PostgresQuotas {
    private static final String OWNER = """
            SELECT id, name, kind, plan, quota_bytes, quota_private_projects, quota_members
              FROM owners
             WHERE id = :owner
            """;

    /// Until the transaction ends nobody else adds something for this owner. Rows that refer to the owner can be
    /// added.
    private static final String LOCK = OWNER + " FOR NO KEY UPDATE";

    private static final String PROJECTS = """
            SELECT count(*) AS all_projects, count(*) FILTER (WHERE visibility = 'private') AS private_projects
              FROM projects
             WHERE owner_id = :owner AND deleted_at IS NULL
            """;

    /// What lies in storage: the packs that the owner's projects brought, and those that their forks live on since
    /// the
    /// project that brought them is gone.
    private static final String BYTES = """
            SELECT (SELECT coalesce(sum(k.frame_bytes + k.index_bytes), 0)
                      FROM projects p JOIN packs k ON k.project_id = p.id
                     WHERE p.owner_id = :owner AND p.deleted_at IS NULL AND k.unreferenced_at IS NULL)
                 + (SELECT coalesce(sum(k.frame_bytes + k.index_bytes), 0)
                      FROM packs k
                     WHERE k.id IN (SELECT s.pack_id
                                      FROM projects f JOIN state_packs s ON s.project_id = f.id
                                     WHERE f.owner_id = :owner AND f.deleted_at IS NULL
                                       AND f.source_project_id IS NOT NULL
                                       AND NOT EXISTS (SELECT FROM projects g
                                                        WHERE g.id = f.source_project_id AND g.deleted_at IS NULL))
                       AND NOT EXISTS (SELECT FROM projects h WHERE h.id = k.project_id AND h.deleted_at IS NULL))
            """;

    /// Announced for pushes that are not finished: what lies there of them, and what may still come.
    private static final String UNFINISHED =
            "SELECT coalesce(sum(bytes), 0) FROM uploads WHERE owner_id = :owner AND committed_at IS NULL";

    private static final String COLLABORATORS = """
            SELECT (SELECT count(*) FROM project_collaborators WHERE project_id = :project)
                 + (SELECT count(*) FROM invitations
                     WHERE project_id = :project AND accepted_at IS NULL AND expires_at > now())
            """;

    private static final String MEMBERS = """
            SELECT (SELECT count(*) FROM org_members WHERE org_id = :organization)
                 + (SELECT count(*) FROM invitations
                     WHERE org_id = :organization AND accepted_at IS NULL AND expires_at > now())
            """;

    private static final String SET = """
            UPDATE owners
               SET plan = coalesce(:plan, plan),
                   quota_bytes = CASE WHEN :keepBytes THEN quota_bytes ELSE CAST(:bytes AS bigint) END,
                   quota_private_projects = CASE WHEN :keepProjects THEN quota_private_projects
                                                 ELSE CAST(:projects AS bigint) END,
                   quota_members = CASE WHEN :keepMembers THEN quota_members ELSE CAST(:members AS bigint) END
             WHERE id = :owner
            """;

    /// An owner, with what was agreed on beside the plan.
    record Promised(
            UUID id,
            String name,
            boolean organization,
            String plan,
            @Nullable Long bytes,
            @Nullable Long privateProjects,
            @Nullable Long members) {}

    /// How many projects an owner has.
    record Count(long projects, long privateProjects) {}

    Promised owner(Handle handle, UUID owner, boolean lock) {
        return handle.createQuery(lock ? LOCK : OWNER)
                .bind("owner", owner)
                .map(PostgresQuotas::promised)
                .one();
    }

    private static Promised promised(ResultSet row, StatementContext context) throws SQLException {
        return new Promised(
                PostgresRows.id(row, "id"),
                row.getString("name"),
                row.getString("kind").equals("organization"),
                row.getString("plan"),
                PostgresRows.numberOrNull(row, "quota_bytes"),
                PostgresRows.numberOrNull(row, "quota_private_projects"),
                PostgresRows.numberOrNull(row, "quota_members"));
    }

    Optional<String> plan(Handle handle, UUID owner) {
        return handle.createQuery("SELECT plan FROM owners WHERE id = :owner")
                .bind("owner", owner)
                .mapTo(String.class)
                .findOne();
    }

    UUID ownerOf(Handle handle, UUID project) {
        return handle.createQuery("SELECT owner_id FROM projects WHERE id = :project")
                .bind("project", project)
                .mapTo(UUID.class)
                .one();
    }

    Count projects(Handle handle, UUID owner) {
        return handle.createQuery(PROJECTS)
                .bind("owner", owner)
                .map((row, _) -> new Count(row.getLong("all_projects"), row.getLong("private_projects")))
                .one();
    }

    long bytes(Handle handle, UUID owner) {
        return handle.createQuery(BYTES).bind("owner", owner).mapTo(Long.class).one();
    }

    long unfinishedBytes(Handle handle, UUID owner) {
        return handle.createQuery(UNFINISHED)
                .bind("owner", owner)
                .mapTo(Long.class)
                .one();
    }

    long bytesOfProject(Handle handle, UUID project) {
        return handle.createQuery("""
                        SELECT coalesce(sum(frame_bytes + index_bytes), 0) FROM packs
                         WHERE project_id = :project AND unreferenced_at IS NULL
                        """)
                .bind("project", project)
                .mapTo(Long.class)
                .one();
    }

    long collaborators(Handle handle, UUID project) {
        return handle.createQuery(COLLABORATORS)
                .bind("project", project)
                .mapTo(Long.class)
                .one();
    }

    long members(Handle handle, UUID organization) {
        return handle.createQuery(MEMBERS)
                .bind("organization", organization)
                .mapTo(Long.class)
                .one();
    }

    /// Null keeps; a figure without a value goes back to what the plan says.
    void set(
            Handle handle,
            UUID owner,
            @Nullable String plan,
            Quotas.@Nullable Figure bytes,
            Quotas.@Nullable Figure projects,
            Quotas.@Nullable Figure members) {
        handle.createUpdate(SET)
                .bind("owner", owner)
                .bindByType("plan", plan, String.class)
                .bind("keepBytes", bytes == null)
                .bindByType("bytes", bytes == null ? null : bytes.value(), Long.class)
                .bind("keepProjects", projects == null)
                .bindByType("projects", projects == null ? null : projects.value(), Long.class)
                .bind("keepMembers", members == null)
                .bindByType("members", members == null ? null : members.value(), Long.class)
                .execute();
    }
}
