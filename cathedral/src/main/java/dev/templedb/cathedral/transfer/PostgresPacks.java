package dev.templedb.cathedral.transfer;

import dev.templedb.cathedral.sql.PostgresRows;
import dev.templedb.core.Sha256;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/// What the collector asks of the table `packs`.
final class PostgresPacks {
    private static final String FORGET_DELETED = """
            DELETE FROM states s USING projects p
             WHERE p.id = s.project_id AND p.deleted_at <= :before
            """;
    private static final String MARK = """
            UPDATE packs p
               SET unreferenced_at = CASE WHEN EXISTS (SELECT FROM state_packs s WHERE s.pack_id = p.id)
                                          THEN NULL ELSE CAST(:now AS timestamptz) END
             WHERE (unreferenced_at IS NULL) <> EXISTS (SELECT FROM state_packs s WHERE s.pack_id = p.id)
            """;
    private static final String UNREFERENCED = """
            SELECT id, project_id, frame_bytes, index_bytes, objects, sha256 FROM packs p
             WHERE NOT EXISTS (SELECT FROM state_packs s WHERE s.pack_id = p.id)
               AND coalesce(unreferenced_at, CAST(:now AS timestamptz)) <= :before
             ORDER BY id LIMIT 1000
            """;
    private static final String DELETE = """
            DELETE FROM packs p
             WHERE id = :id AND NOT EXISTS (SELECT FROM state_packs s WHERE s.pack_id = p.id)
            """;
    private static final String SUBTRACT =
            "UPDATE projects SET stored_bytes = greatest(0, stored_bytes - :bytes) WHERE id = :project";
    private static final String KNOWN = "SELECT id FROM packs WHERE id = ANY (:ids)";
    private static final String TO_SCRUB = """
            SELECT id, project_id, frame_bytes, index_bytes, objects, sha256 FROM packs
             WHERE scrubbed_at IS NULL OR scrubbed_at < :before
             ORDER BY scrubbed_at NULLS FIRST LIMIT :most
            """;
    private static final String SCRUBBED = "UPDATE packs SET scrubbed_at = :now, damage = :damage WHERE id = :id";
    private static final String PROJECTS = """
            SELECT DISTINCT s.project_id FROM state_packs s JOIN packs p ON p.id = s.pack_id AND p.project_id = s.project_id
            """;
    private static final String OWN = """
            SELECT id, project_id, frame_bytes, index_bytes, objects, sha256 FROM packs p
             WHERE p.project_id = :project
               AND EXISTS (SELECT FROM state_packs s WHERE s.pack_id = p.id)
               AND NOT EXISTS (SELECT FROM state_packs s WHERE s.pack_id = p.id AND s.project_id <> :project)
             ORDER BY id
            """;
    private static final String STATES_WITH =
            "SELECT DISTINCT root FROM state_packs WHERE project_id = :project AND pack_id = ANY (:packs)";
    private static final String SERVED = """
            SELECT state_root FROM projects WHERE id = :project AND state_root IS NOT NULL
             UNION
            SELECT state_root FROM project_versions WHERE project_id = :project AND deleted_at IS NULL
            """;
    private static final String FORGET_STATE = "DELETE FROM states WHERE project_id = :project AND root = :root";

    /// A pack with what its row says.
    ///
    /// @param project null when it is gone
    record Kept(Pack pack, @Nullable UUID project, Sha256 sha256) {}

    /// Forgets the states of projects that were deleted before `before`.
    void forgetDeleted(Handle handle, Instant before) {
        handle.createUpdate(FORGET_DELETED).bind("before", before).execute();
    }

    /// Notes which packs nothing refers to, from now on.
    void mark(Handle handle, Instant now) {
        handle.createUpdate(MARK).bind("now", now).execute();
    }

    /// Packs that nothing has referred to since `before`.
    List<Kept> unreferenced(Handle handle, Instant now, Instant before) {
        return handle.createQuery(UNREFERENCED)
                .bind("now", now)
                .bind("before", before)
                .map(PostgresPacks::kept)
                .list();
    }

    private static Kept kept(ResultSet row, StatementContext context) throws SQLException {
        return new Kept(
                new Pack(
                        PostgresRows.id(row, "id"),
                        row.getLong("frame_bytes"),
                        row.getInt("index_bytes"),
                        row.getInt("objects")),
                PostgresRows.idOrNull(row, "project_id"),
                Sha256.parse(row.getString("sha256")));
    }

    /// Forgets a pack, if still nothing refers to it.
    ///
    /// @return whether it did
    boolean delete(Handle handle, Kept kept) {
        boolean isGone =
                handle.createUpdate(DELETE).bind("id", kept.pack().id()).execute() == 1;
        if (isGone && kept.project() != null) {
            handle.createUpdate(SUBTRACT)
                    .bind("project", kept.project())
                    .bind("bytes", kept.pack().bytes())
                    .execute();
        }
        return isGone;
    }

    /// Those of `ids` that are noted.
    List<UUID> known(Handle handle, List<UUID> ids) {
        return handle.createQuery(KNOWN)
                .bindArray("ids", UUID.class, ids)
                .mapTo(UUID.class)
                .list();
    }

    List<Kept> toScrub(Handle handle, Instant before, int most) {
        return handle.createQuery(TO_SCRUB)
                .bind("before", before)
                .bind("most", most)
                .map(PostgresPacks::kept)
                .list();
    }

    void scrubbed(Handle handle, UUID pack, Instant now, @Nullable String damage) {
        handle.createUpdate(SCRUBBED)
                .bind("id", pack)
                .bind("now", now)
                .bind("damage", damage)
                .execute();
    }

    /// Projects that have packs.
    List<UUID> projects(Handle handle) {
        return handle.createQuery(PROJECTS).mapTo(UUID.class).list();
    }

    /// Packs of a project that no other project uses.
    List<Kept> own(Handle handle, UUID project) {
        return handle.createQuery(OWN)
                .bind("project", project)
                .map(PostgresPacks::kept)
                .list();
    }

    /// The states of a project that reach something in these packs.
    List<Sha256> statesWith(Handle handle, UUID project, List<UUID> packs) {
        return handle.createQuery(STATES_WITH)
                .bind("project", project)
                .bindArray("packs", UUID.class, packs)
                .map((row, _) -> Sha256.parse(row.getString(1)))
                .list();
    }

    /// The states of a project that are served: its present one, and those of versions.
    Set<Sha256> served(Handle handle, UUID project) {
        return handle.createQuery(SERVED)
                .bind("project", project)
                .map((row, _) -> Sha256.parse(row.getString(1)))
                .set();
    }

    void forgetState(Handle handle, UUID project, Sha256 root) {
        handle.createUpdate(FORGET_STATE)
                .bind("project", project)
                .bind("root", root.hex())
                .execute();
    }
}
