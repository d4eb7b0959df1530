package dev.templedb.cathedral.organizations;

import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.OrganizationRole;
import dev.templedb.cathedral.signing.SignedVersions;
import dev.templedb.cathedral.sql.PostgresRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

final class PostgresOrganizations {
    private static final String ADD = """
            INSERT INTO organizations (id, slug, name, description, website_url, created_by)
            VALUES (:id, :slug, :name, nullif(:description, ''), nullif(:websiteUrl, ''), :user)
            """;

    private static final String FIND = """
            SELECT g.id, g.slug, g.name, g.description, g.website_url, g.created_at, g.updated_at, g.signed_versions,
                   m.role
              FROM organizations g
              LEFT JOIN org_members m ON m.org_id = g.id AND m.user_id = :user
             WHERE lower(g.slug) = lower(:slug)
            """;

    private static final String PAGE = """
            SELECT g.id, g.slug, g.name, g.description, g.website_url, g.created_at, g.updated_at, g.signed_versions,
                   m.role
              FROM organizations g
              LEFT JOIN org_members m ON m.org_id = g.id AND m.user_id = :user
             WHERE (:everything OR m.role IS NOT NULL)
               AND (CAST(:after AS text) IS NULL OR lower(g.slug) > :after)
             ORDER BY lower(g.slug)
             LIMIT :limit
            """;

    private static final String CHANGE = """
            UPDATE organizations
               SET name = coalesce(:name, name),
                   description = CASE WHEN CAST(:description AS text) IS NULL THEN description ELSE nullif(:description, '') END,
                   website_url = CASE WHEN CAST(:websiteUrl AS text) IS NULL THEN website_url ELSE nullif(:websiteUrl, '') END,
                   updated_at = :now
             WHERE id = :id
            """;

    private static final String MEMBERS = """
            SELECT u.id, u.username, u.display_name, NULL AS email, m.role, m.joined_at
              FROM org_members m JOIN users u ON u.id = m.user_id
             WHERE m.org_id = :organization
             UNION ALL
            SELECT NULL, NULL, NULL, i.email, i.role, i.created_at
              FROM invitations i
             WHERE i.org_id = :organization AND i.accepted_at IS NULL AND i.expires_at > now()
             ORDER BY joined_at, username
            """;

    private static final String PUT = """
            INSERT INTO org_members (org_id, user_id, role, added_by)
            VALUES (:organization, :user, :role, :by)
            ON CONFLICT (org_id, user_id) DO UPDATE SET role = excluded.role
            """;

    void add(
            Handle handle,
            UUID id,
            String slug,
            String name,
            @Nullable String description,
            @Nullable String websiteUrl,
            UUID user) {
        handle.createUpdate(ADD)
                .bind("id", id)
                .bind("slug", slug)
                .bind("name", name)
                .bind("description", description)
                .bind("websiteUrl", websiteUrl)
                .bind("user", user)
                .execute();
    }

    Optional<Organization> find(Handle handle, Caller caller, String slug) {
        return handle.createQuery(FIND)
                .bind("slug", slug)
                .bind("user", caller.user())
                .map(PostgresOrganizations::organization)
                .findOne();
    }

    List<Organization> page(Handle handle, UUID user, boolean everything, @Nullable String after, int limit) {
        return handle.createQuery(PAGE)
                .bind("user", user)
                .bind("everything", everything)
                .bind("after", after)
                .bind("limit", limit)
                .map(PostgresOrganizations::organization)
                .list();
    }

    void change(
            Handle handle,
            UUID id,
            @Nullable String name,
            @Nullable String description,
            @Nullable String websiteUrl,
            Instant now) {
        handle.createUpdate(CHANGE)
                .bind("id", id)
                .bind("name", name)
                .bind("description", description)
                .bind("websiteUrl", websiteUrl)
                .bind("now", now)
                .execute();
    }

    void setSignedVersions(Handle handle, UUID id, @Nullable SignedVersions policy) {
        handle.createUpdate("UPDATE organizations SET signed_versions = :policy WHERE id = :id")
                .bind("policy", policy == null ? null : policy.word())
                .bind("id", id)
                .execute();
    }

    boolean hasProjects(Handle handle, UUID id) {
        return handle.createQuery("SELECT EXISTS (SELECT 1 FROM projects WHERE owner_id = :id AND deleted_at IS NULL)")
                .bind("id", id)
                .mapTo(Boolean.class)
                .one();
    }

    /// Deleted projects keep their owner's row until they are collected: then it loses its name alone.
    void delete(Handle handle, UUID id) {
        handle.execute("DELETE FROM organizations WHERE id = ?", id);
        handle.execute("UPDATE owners SET name = left(name, 200) || '~' || id WHERE id = ?", id);
    }

    /// Keeps others from changing members until the transaction ends.
    void lock(Handle handle, UUID id) {
        handle.createQuery("SELECT 1 FROM organizations WHERE id = :id FOR UPDATE")
                .bind("id", id)
                .mapTo(Integer.class)
                .one();
    }

    List<Member> members(Handle handle, UUID organization) {
        return handle.createQuery(MEMBERS)
                .bind("organization", organization)
                .map((row, context) -> new Member(
                        PostgresRows.idOrNull(row, "id"),
                        row.getString("username"),
                        row.getString("display_name"),
                        row.getString("email"),
                        OrganizationRole.of(row.getString("role")),
                        PostgresRows.instant(row, "joined_at")))
                .list();
    }

    Optional<OrganizationRole> role(Handle handle, UUID organization, UUID user) {
        return handle.createQuery("SELECT role FROM org_members WHERE org_id = :organization AND user_id = :user")
                .bind("organization", organization)
                .bind("user", user)
                .mapTo(String.class)
                .findOne()
                .map(OrganizationRole::of);
    }

    void put(Handle handle, UUID organization, UUID user, OrganizationRole role, @Nullable UUID by) {
        handle.createUpdate(PUT)
                .bind("organization", organization)
                .bind("user", user)
                .bind("role", role.word())
                .bind("by", by)
                .execute();
    }

    boolean remove(Handle handle, UUID organization, UUID user) {
        return handle.execute("DELETE FROM org_members WHERE org_id = ? AND user_id = ?", organization, user) == 1;
    }

    boolean hasOwner(Handle handle, UUID organization) {
        return handle.createQuery(
                        "SELECT EXISTS (SELECT 1 FROM org_members WHERE org_id = :organization AND role = 'owner')")
                .bind("organization", organization)
                .mapTo(Boolean.class)
                .one();
    }

    private static Organization organization(ResultSet row, StatementContext context) throws SQLException {
        String role = row.getString("role");
        return new Organization(
                PostgresRows.id(row, "id"),
                row.getString("slug"),
                row.getString("name"),
                row.getString("description"),
                row.getString("website_url"),
                SignedVersions.ofNullable(row.getString("signed_versions")),
                role == null ? null : OrganizationRole.of(role),
                PostgresRows.instant(row, "created_at"),
                PostgresRows.instant(row, "updated_at"));
    }
}
