package dev.templedb.cathedral.projects;

import dev.templedb.cathedral.owners.Owners;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.cathedral.permissions.Role;
import dev.templedb.cathedral.permissions.Viewer;
import dev.templedb.cathedral.permissions.Visibility;
import dev.templedb.cathedral.signing.SignedVersions;
import dev.templedb.cathedral.signing.VersionSigning;
import dev.templedb.cathedral.sql.Json;
import dev.templedb.cathedral.sql.PostgresRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

final class PostgresProjects {
    private final VersionSigning signing;

    PostgresProjects(VersionSigning signing) {
        this.signing = signing;
    }

    private static final String ADD = """
            INSERT INTO projects (slug, name, description, visibility, owner_type, owner_id, repository_url,
                                  homepage_url, license, created_by, created_at, updated_at)
            VALUES (:slug, :name, nullif(:description, ''), :visibility, :ownerType, :owner, nullif(:repositoryUrl, ''),
                    nullif(:homepageUrl, ''), nullif(:license, ''), :creator, :now, :now)
            ON CONFLICT DO NOTHING
            RETURNING id
            """;

    /// Projects for one caller, who has been found to see them. Of its source and its forks only what the caller
    /// may see is told.
    private static final String SHOW = """
            SELECT p.id, o.name AS owner, p.owner_type, p.slug, p.name, p.description, p.visibility, p.repository_url,
                   p.homepage_url, p.license, p.default_branch, p.tag_names, p.languages, p.stars_count,
                   p.downloads_count, p.latest_version, p.state_root, p.metadata, p.statistics, p.created_at,
                   p.updated_at, p.signed_versions, g.signed_versions AS organization_signed_versions,
                   project_rank(p.id, p.owner_id, :viewer) AS rank,
                   EXISTS (SELECT 1 FROM project_stars s WHERE s.project_id = p.id AND s.user_id = :viewer) AS starred,
                   p.watchers_count,
                   EXISTS (SELECT 1 FROM project_watches w WHERE w.project_id = p.id AND w.user_id = :viewer) AS watched,
                   (SELECT count(*)
                      FROM visible_projects(:viewer, :everything, :reach) f
                     WHERE f.source_project_id = p.id) AS forks,
                   (SELECT so.name || '/' || s.slug
                      FROM visible_projects(:viewer, :everything, :reach) s
                      JOIN owners so ON so.id = s.owner_id
                     WHERE s.id = p.source_project_id) AS source
              FROM projects p
              JOIN owners o ON o.id = p.owner_id
              LEFT JOIN organizations g ON g.id = p.owner_id
             WHERE p.id = ANY (:ids)
            """;

    private static final String CHANGE = """
            UPDATE projects
               SET name = coalesce(:name, name),
                   description = CASE WHEN CAST(:description AS text) IS NULL THEN description ELSE nullif(:description, '') END,
                   repository_url = CASE WHEN CAST(:repositoryUrl AS text) IS NULL THEN repository_url ELSE nullif(:repositoryUrl, '') END,
                   homepage_url = CASE WHEN CAST(:homepageUrl AS text) IS NULL THEN homepage_url ELSE nullif(:homepageUrl, '') END,
                   license = CASE WHEN CAST(:license AS text) IS NULL THEN license ELSE nullif(:license, '') END,
                   default_branch = CASE WHEN CAST(:defaultBranch AS text) IS NULL THEN default_branch ELSE nullif(:defaultBranch, '') END,
                   metadata = coalesce(CAST(:metadata AS jsonb), metadata),
                   updated_at = :now
             WHERE id = :id
            """;

    private static final String DELETE = """
            UPDATE projects
               SET slug = left(slug, 200) || '~' || id, deleted_at = :now, deleted_by = :user
             WHERE id = :id
            """;

    private static final String SOURCE_VISIBILITY = """
            SELECT s.visibility
              FROM projects p JOIN projects s ON s.id = p.source_project_id
             WHERE p.id = :id AND s.deleted_at IS NULL
            """;

    private static final String IS_FREE = """
            SELECT NOT EXISTS (SELECT 1
                                 FROM projects
                                WHERE owner_id = :owner AND lower(slug) = lower(:slug) AND id <> :id)
            """;

    private static final String MOVE = """
            UPDATE projects
               SET owner_type = :ownerType, owner_id = :owner, slug = :slug, updated_at = :now
             WHERE id = :id
            """;

    private static final String REMEMBER_MOVE = """
            INSERT INTO project_moves (owner_name, slug, project_id, moved_by)
            VALUES (:owner, :slug, :project, :user)
            ON CONFLICT (lower(owner_name), lower(slug)) DO UPDATE
               SET project_id = excluded.project_id, moved_at = now(), moved_by = excluded.moved_by
            """;

    private static final String FORGET_MOVE = """
            DELETE FROM project_moves
             WHERE lower(owner_name) = lower(:owner) AND lower(slug) = lower(:slug)
            """;

    Optional<UUID> add(
            Handle handle,
            Owners.Owner owner,
            String slug,
            String name,
            @Nullable String description,
            Visibility visibility,
            @Nullable String repositoryUrl,
            @Nullable String homepageUrl,
            @Nullable String license,
            UUID creator,
            Instant now) {
        return handle.createQuery(ADD)
                .bind("slug", slug)
                .bind("name", name)
                .bind("description", description)
                .bind("visibility", visibility.word())
                .bind("ownerType", owner.kind().word())
                .bind("owner", owner.id())
                .bind("repositoryUrl", repositoryUrl)
                .bind("homepageUrl", homepageUrl)
                .bind("license", license)
                .bind("creator", creator)
                .bind("now", now)
                .mapTo(UUID.class)
                .findOne();
    }

    Project show(Handle handle, Caller caller, UUID id) {
        return show(handle, caller, List.of(id)).getFirst();
    }

    /// In no order.
    List<Project> show(Handle handle, Caller caller, List<UUID> ids) {
        return Viewer.bind(handle.createQuery(SHOW), caller)
                .bind("ids", ids.toArray(UUID[]::new))
                .map(this::project)
                .list();
    }

    /// Keeps others from changing the project until the transaction ends.
    void lock(Handle handle, UUID id) {
        handle.createQuery("SELECT 1 FROM projects WHERE id = :id FOR UPDATE")
                .bind("id", id)
                .mapTo(Integer.class)
                .one();
    }

    void change(
            Handle handle,
            UUID id,
            @Nullable String name,
            @Nullable String description,
            @Nullable String repositoryUrl,
            @Nullable String homepageUrl,
            @Nullable String license,
            @Nullable String defaultBranch,
            @Nullable Map<String, Object> metadata,
            Instant now) {
        handle.createUpdate(CHANGE)
                .bind("id", id)
                .bind("name", name)
                .bind("description", description)
                .bind("repositoryUrl", repositoryUrl)
                .bind("homepageUrl", homepageUrl)
                .bind("license", license)
                .bind("defaultBranch", defaultBranch)
                .bind("metadata", metadata == null ? null : Json.write(metadata))
                .bind("now", now)
                .execute();
    }

    void setVisibility(Handle handle, UUID id, Visibility visibility) {
        handle.execute("UPDATE projects SET visibility = ? WHERE id = ?", visibility.word(), id);
    }

    void setSignedVersions(Handle handle, UUID id, @Nullable SignedVersions policy) {
        handle.createUpdate("UPDATE projects SET signed_versions = :policy WHERE id = :id")
                .bind("policy", policy == null ? null : policy.word())
                .bind("id", id)
                .execute();
    }

    Optional<Visibility> sourceVisibility(Handle handle, UUID id) {
        return handle.createQuery(SOURCE_VISIBILITY)
                .bind("id", id)
                .mapTo(String.class)
                .findOne()
                .map(Visibility::of);
    }

    void touch(Handle handle, UUID id, Instant now) {
        handle.createUpdate("UPDATE projects SET updated_at = :now WHERE id = :id")
                .bind("now", now)
                .bind("id", id)
                .execute();
    }

    void delete(Handle handle, UUID id, UUID user, Instant now) {
        handle.createUpdate(DELETE)
                .bind("id", id)
                .bind("user", user)
                .bind("now", now)
                .execute();
    }

    boolean isFree(Handle handle, Owners.Owner owner, String slug, UUID id) {
        return handle.createQuery(IS_FREE)
                .bind("owner", owner.id())
                .bind("slug", slug)
                .bind("id", id)
                .mapTo(Boolean.class)
                .one();
    }

    void move(Handle handle, UUID id, Owners.Owner owner, String slug, Instant now) {
        handle.createUpdate(MOVE)
                .bind("id", id)
                .bind("ownerType", owner.kind().word())
                .bind("owner", owner.id())
                .bind("slug", slug)
                .bind("now", now)
                .execute();
    }

    void rememberMove(Handle handle, ProjectAddress from, UUID project, UUID user) {
        handle.createUpdate(REMEMBER_MOVE)
                .bind("owner", from.owner())
                .bind("slug", from.slug())
                .bind("project", project)
                .bind("user", user)
                .execute();
    }

    void forgetMove(Handle handle, ProjectAddress address) {
        handle.createUpdate(FORGET_MOVE)
                .bind("owner", address.owner())
                .bind("slug", address.slug())
                .execute();
    }

    /// Reads the columns of `SHOW`.
    private Project project(ResultSet row, StatementContext context) throws SQLException {
        return new Project(
                PostgresRows.id(row, "id"),
                new ProjectAddress(row.getString("owner"), row.getString("slug")),
                row.getString("owner_type"),
                row.getString("name"),
                row.getString("description"),
                Visibility.of(row.getString("visibility")),
                row.getString("repository_url"),
                row.getString("homepage_url"),
                row.getString("license"),
                row.getString("default_branch"),
                PostgresRows.texts(row, "tag_names"),
                PostgresRows.texts(row, "languages"),
                row.getLong("stars_count"),
                row.getLong("forks"),
                row.getLong("downloads_count"),
                row.getString("latest_version"),
                row.getString("state_root"),
                row.getString("source"),
                Role.ofRank(row.getInt("rank")),
                row.getBoolean("starred"),
                row.getLong("watchers_count"),
                row.getBoolean("watched"),
                signing.policy(
                        SignedVersions.ofNullable(row.getString("signed_versions")),
                        SignedVersions.ofNullable(row.getString("organization_signed_versions"))),
                Json.read(row.getString("metadata")),
                Json.read(row.getString("statistics")),
                PostgresRows.instant(row, "created_at"),
                PostgresRows.instant(row, "updated_at"));
    }
}
