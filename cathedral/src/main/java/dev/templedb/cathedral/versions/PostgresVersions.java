package dev.templedb.cathedral.versions;

import dev.templedb.cathedral.permissions.ProjectAccess;
import dev.templedb.cathedral.signing.VersionSigning;
import dev.templedb.cathedral.sql.Json;
import dev.templedb.cathedral.sql.PostgresRows;
import dev.templedb.core.VersionName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

final class PostgresVersions {
    private static final String ADD = """
            INSERT INTO project_versions (project_id, version, manifest, package_url, package_size_bytes,
                                          checksum_sha256, created_by, created_at, state_root, pre_release, notes,
                                          signature, signed_by, signer_id, signer_key_id, signed_project)
            VALUES (:project, :version, CAST(:manifest AS jsonb), :url, :bytes, :checksum, :user, :now, :state,
                    :preRelease, nullif(:notes, ''), :signature, :signedBy, :signer, :signerKey,
                    :signedProject)
            ON CONFLICT (project_id, version) DO NOTHING
            RETURNING id
            """;

    private static final String FIND = """
            SELECT v.id, v.version, v.state_root, v.notes, v.manifest,
                   '/api/v1/packages/' || o.name || '/' || p.slug || '/' || v.version || '/download' AS package_url,
                   v.package_size_bytes, v.checksum_sha256, u.username AS created_by, v.created_at, v.yanked_at,
                   v.yank_reason, v.signed_by, s.username AS signer, v.signer_key_id, k.revoked_at AS signer_key_revoked_at,
                   v.signature, v.signed_project, v.downloads
              FROM project_versions v
              JOIN projects p ON p.id = v.project_id
              JOIN owners o ON o.id = p.owner_id
              LEFT JOIN users u ON u.id = v.created_by
              LEFT JOIN users s ON s.id = v.signer_id
              LEFT JOIN user_keys k ON k.id = v.signer_key_id
             WHERE v.project_id = :project AND v.deleted_at IS NULL
               AND (CAST(:version AS text) IS NULL OR v.version = :version)
               AND (CAST(:before AS uuid) IS NULL OR v.id < :before)
             ORDER BY v.id DESC
             LIMIT :limit
            """;

    private static final String CANDIDATES = """
            SELECT version
              FROM project_versions
             WHERE project_id = :project AND deleted_at IS NULL AND yanked_at IS NULL AND NOT pre_release
            """;

    private static final String SET_YANKED = """
            UPDATE project_versions
               SET yanked_at = CASE WHEN :yanked THEN coalesce(yanked_at, :now) END,
                   yanked_by = CASE WHEN :yanked THEN CAST(:user AS uuid) END,
                   yank_reason = CASE WHEN :yanked THEN nullif(:reason, '') END
             WHERE id = :id
            """;

    private static final String DELETE = """
            UPDATE project_versions
               SET deleted_at = :now, deleted_by = :user, manifest = '{}', notes = NULL, signature = NULL
             WHERE id = :id
            """;

    private static final String IS_FORKED = """
            SELECT EXISTS (SELECT 1
                             FROM project_forks
                            WHERE source_project_id = :project AND (version = :version OR state_root = :state))
            """;

    private static final String COUNT_DOWNLOAD = """
            INSERT INTO project_days (project_id, day, downloads)
            VALUES (:project, :day, 1)
            ON CONFLICT (project_id, day) DO UPDATE SET downloads = project_days.downloads + 1
            """;

    private static final String COUNT_FETCH = """
            INSERT INTO project_days (project_id, day, fetches)
            VALUES (:project, :day, 1)
            ON CONFLICT (project_id, day) DO UPDATE SET fetches = project_days.fetches + 1
            """;

    Optional<UUID> add(
            Handle handle,
            ProjectAccess project,
            VersionPublisher.Publication publication,
            VersionSigning.@Nullable Signed signed,
            @Nullable String notes,
            UUID user,
            Instant now) {
        return handle.createQuery(ADD)
                .bind("project", project.project())
                .bind("version", publication.name().text())
                .bind("manifest", Json.write(publication.manifest()))
                .bind("url", "/api/v1/packages/%s/%s/download".formatted(project.address(), publication.name()))
                .bind("bytes", publication.packageBytes())
                .bind("checksum", publication.checksum())
                .bind("user", user)
                .bind("now", now)
                .bind("state", publication.stateRoot())
                .bind("preRelease", publication.name().isPreRelease())
                .bind("notes", notes)
                .bind("signature", signed == null ? null : signed.signature().armored())
                .bind("signedBy", signed == null ? null : signed.signature().signedBy())
                .bind("signer", signed == null ? null : signed.user())
                .bind("signerKey", signed == null ? null : signed.key())
                .bind("signedProject", signed == null ? null : signed.project())
                .mapTo(UUID.class)
                .findOne();
    }

    Optional<Version> find(Handle handle, UUID project, VersionName name) {
        return handle.createQuery(FIND)
                .bind("project", project)
                .bind("version", name.text())
                .bind("before", (UUID) null)
                .bind("limit", 1)
                .map(PostgresVersions::version)
                .findOne();
    }

    List<Version> page(Handle handle, UUID project, @Nullable UUID before, int limit) {
        return handle.createQuery(FIND)
                .bind("project", project)
                .bind("version", (String) null)
                .bind("before", before)
                .bind("limit", limit)
                .map(PostgresVersions::version)
                .list();
    }

    Optional<VersionName> latest(Handle handle, UUID project) {
        return handle.createQuery("SELECT latest_version FROM projects WHERE id = :id AND latest_version IS NOT NULL")
                .bind("id", project)
                .mapTo(String.class)
                .findOne()
                .map(VersionName::new);
    }

    /// The state that the project is at; it does not move on until the transaction ends.
    Optional<String> lockState(Handle handle, UUID project) {
        return handle.createQuery(
                        "SELECT state_root FROM projects WHERE id = :id AND state_root IS NOT NULL FOR NO KEY UPDATE")
                .bind("id", project)
                .mapTo(String.class)
                .findOne();
    }

    /// Computes what `latest` is, after versions have changed.
    void findLatest(Handle handle, UUID project) {
        String latest = handle.createQuery(CANDIDATES).bind("project", project).mapTo(String.class).stream()
                .map(VersionName::new)
                .max(Comparator.naturalOrder())
                .map(VersionName::text)
                .orElse(null);
        handle.createUpdate("UPDATE projects SET latest_version = :latest WHERE id = :id")
                .bind("latest", latest)
                .bind("id", project)
                .execute();
    }

    void setYanked(Handle handle, UUID id, boolean yanked, @Nullable String reason, UUID user, Instant now) {
        handle.createUpdate(SET_YANKED)
                .bind("id", id)
                .bind("yanked", yanked)
                .bind("reason", reason)
                .bind("user", user)
                .bind("now", now)
                .execute();
    }

    void setNotes(Handle handle, UUID id, @Nullable String notes) {
        handle.createUpdate("UPDATE project_versions SET notes = nullif(:notes, '') WHERE id = :id")
                .bind("notes", notes)
                .bind("id", id)
                .execute();
    }

    boolean isForked(Handle handle, UUID project, Version version) {
        return handle.createQuery(IS_FORKED)
                .bind("project", project)
                .bind("version", version.name().text())
                .bind("state", version.stateRoot())
                .mapTo(Boolean.class)
                .one();
    }

    void delete(Handle handle, UUID id, UUID user, Instant now) {
        handle.createUpdate(DELETE)
                .bind("id", id)
                .bind("user", user)
                .bind("now", now)
                .execute();
    }

    void countDownload(Handle handle, UUID project, UUID version, Instant now) {
        handle.execute("UPDATE project_versions SET downloads = downloads + 1 WHERE id = ?", version);
        count(handle, COUNT_DOWNLOAD, project, now);
    }

    void countFetch(Handle handle, UUID project, Instant now) {
        count(handle, COUNT_FETCH, project, now);
    }

    private static void count(Handle handle, String day, UUID project, Instant now) {
        handle.execute("UPDATE projects SET downloads_count = downloads_count + 1 WHERE id = ?", project);
        handle.createUpdate(day)
                .bind("project", project)
                .bind("day", LocalDate.ofInstant(now, ZoneOffset.UTC))
                .execute();
    }

    private static Version version(ResultSet row, StatementContext context) throws SQLException {
        return new Version(
                PostgresRows.id(row, "id"),
                new VersionName(row.getString("version")),
                row.getString("state_root"),
                row.getString("notes"),
                Json.read(row.getString("manifest")),
                row.getString("package_url"),
                PostgresRows.numberOrNull(row, "package_size_bytes"),
                row.getString("checksum_sha256"),
                row.getString("created_by"),
                PostgresRows.instant(row, "created_at"),
                row.getTimestamp("yanked_at") != null,
                row.getString("yank_reason"),
                row.getString("signed_by"),
                row.getString("signer"),
                PostgresRows.idOrNull(row, "signer_key_id"),
                PostgresRows.instantOrNull(row, "signer_key_revoked_at"),
                row.getString("signature"),
                row.getString("signed_project"),
                row.getLong("downloads"));
    }
}
