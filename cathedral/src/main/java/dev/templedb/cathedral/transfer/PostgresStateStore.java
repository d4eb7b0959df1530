package dev.templedb.cathedral.transfer;

import dev.templedb.core.Sha256;
import dev.templedb.packages.frames.LiveObjects;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/// The tables `states`, `state_packs` and `packs`, and what `projects` says of the present state. Works in the
/// transaction of the handle that it is given.
public final class PostgresStateStore {
    private static final String CURRENT = "SELECT state_root FROM projects WHERE id = :project AND deleted_at IS NULL";
    private static final String LOCK =
            "SELECT state_root FROM projects WHERE id = :project AND deleted_at IS NULL FOR UPDATE";
    private static final String FIND = """
            SELECT document, description FROM states WHERE project_id = :project AND root = :root
            """;
    private static final String NEWEST = """
            SELECT root FROM states WHERE project_id = :project AND root = ANY (:roots) ORDER BY number DESC
            """;
    private static final String MEMBERS = """
            SELECT p.id, p.frame_bytes, p.index_bytes, p.objects, s.live
              FROM state_packs s JOIN packs p ON p.id = s.pack_id
             WHERE s.project_id = :project AND s.root = :root
             ORDER BY s.position
            """;
    private static final String LIVE = """
            SELECT p.id, p.frame_bytes, p.index_bytes, p.objects, s.live
              FROM state_packs s JOIN packs p ON p.id = s.pack_id
             WHERE s.project_id = :project
               AND (s.root = (SELECT state_root FROM projects WHERE id = :project AND deleted_at IS NULL)
                    OR s.root IN (SELECT state_root FROM project_versions
                                   WHERE project_id = :project AND deleted_at IS NULL))
               AND (CAST(:pack AS uuid) IS NULL OR s.pack_id = :pack)
             ORDER BY p.id
            """;
    private static final String ADD_PACK = """
            INSERT INTO packs (id, project_id, frame_bytes, index_bytes, objects, raw_bytes, sha256, created_at)
            VALUES (:id, :project, :frameBytes, :indexBytes, :objects, :rawBytes, :sha256, :now)
            """;
    private static final String ADD_STATE = """
            INSERT INTO states (project_id, root, document, description, pushed_by, pushed_at)
            VALUES (:project, :root, :document, :description, :user, :now)
            ON CONFLICT (project_id, root) DO NOTHING
            """;
    private static final String FORGET_MEMBERS = "DELETE FROM state_packs WHERE project_id = :project AND root = :root";
    private static final String ADD_MEMBER = """
            INSERT INTO state_packs (project_id, root, pack_id, position, live)
            VALUES (:project, :root, :pack, :position, :live)
            """;
    private static final String MOVE = """
            UPDATE projects
               SET state_root = :root, state_at = :now, updated_at = :now, stored_bytes = stored_bytes + :bytes
             WHERE id = :project AND state_root IS NOT DISTINCT FROM :expected AND deleted_at IS NULL
            """;
    private static final String ADD_BYTES =
            "UPDATE projects SET stored_bytes = stored_bytes + :bytes WHERE id = :project";
    private static final String COPY_STATE = """
            INSERT INTO states (project_id, root, document, description, pushed_by, pushed_at)
            SELECT :to, root, document, description, pushed_by, pushed_at
              FROM states WHERE project_id = :from AND root = :root
            """;
    private static final String COPY_MEMBERS = """
            INSERT INTO state_packs (project_id, root, pack_id, position, live)
            SELECT :to, root, pack_id, position, live
              FROM state_packs WHERE project_id = :from AND root = :root
            """;
    private static final String PRUNE = """
            DELETE FROM states s
             WHERE s.project_id = :project
               AND s.number < (SELECT min(number) FROM (SELECT number FROM states WHERE project_id = :project
                                                         ORDER BY number DESC LIMIT :keep) AS newest)
               AND s.root <> (SELECT coalesce(state_root, '') FROM projects WHERE id = :project)
               AND NOT EXISTS (SELECT FROM project_versions v
                                WHERE v.project_id = s.project_id AND v.state_root = s.root AND v.deleted_at IS NULL)
            """;

    /// The root of the project's present state; empty before the first push, or without such a project.
    public Optional<Sha256> current(Handle handle, UUID project) {
        return root(handle, CURRENT, project);
    }

    /// The same, and nobody moves it before the transaction ends.
    Optional<Sha256> lockCurrent(Handle handle, UUID project) {
        return root(handle, LOCK, project);
    }

    private static Optional<Sha256> root(Handle handle, String statement, UUID project) {
        return handle.createQuery(statement)
                .bind("project", project)
                .map((row, _) -> Optional.ofNullable(row.getString(1)).map(Sha256::parse))
                .findOne()
                .flatMap(root -> root);
    }

    /// A state that is kept.
    public Optional<KeptState> find(Handle handle, UUID project, Sha256 root) {
        return handle.createQuery(FIND)
                .bind("project", project)
                .bind("root", root.hex())
                .map((row, _) -> new KeptState(Descriptions.read(row.getBytes(1), row.getBytes(2))))
                .findOne();
    }

    /// Those of `roots` that are kept, newest first.
    List<Sha256> newestOf(Handle handle, UUID project, Collection<Sha256> roots) {
        return handle.createQuery(NEWEST)
                .bind("project", project)
                .bindArray(
                        "roots", String.class, roots.stream().map(Sha256::hex).toList())
                .map((row, _) -> Sha256.parse(row.getString(1)))
                .list();
    }

    /// What a kept state reaches.
    Members members(Handle handle, UUID project, Sha256 root) {
        var members = Members.none();
        handle.createQuery(MEMBERS)
                .bind("project", project)
                .bind("root", root.hex())
                .map(PostgresStateStore::member)
                .forEach(member -> members.with(member.pack(), member.live()));
        return members;
    }

    private record Member(Pack pack, LiveObjects live) {}

    private static Member member(ResultSet row, StatementContext context) throws SQLException {
        var pack = new Pack(row.getObject(1, UUID.class), row.getLong(2), row.getInt(3), row.getInt(4));
        return new Member(pack, LiveObjects.read(row.getBytes(5)));
    }

    /// What the project's present state and its versions reach: all that may be sent. Of one pack only, if it is
    /// given.
    Members live(Handle handle, UUID project, @Nullable UUID pack) {
        var live = Members.none();
        handle.createQuery(LIVE)
                .bind("project", project)
                .bindByType("pack", pack, UUID.class)
                .map(PostgresStateStore::member)
                .forEach(member -> live.unite(member.pack(), member.live()));
        return live.tidy();
    }

    /// Notes a pack of a project that lies in storage.
    void add(Handle handle, UUID project, PackIntake.StoredPack stored, Instant now) {
        handle.createUpdate(ADD_PACK)
                .bind("id", stored.pack().id())
                .bind("project", project)
                .bind("frameBytes", stored.pack().frameBytes())
                .bind("indexBytes", stored.pack().indexBytes())
                .bind("objects", stored.pack().objects())
                .bind("rawBytes", stored.rawBytes())
                .bind("sha256", stored.sha256().hex())
                .bind("now", now)
                .execute();
    }

    /// Notes a state and what it reaches. One that is kept already keeps its number and its description, and
    /// reaches
    /// what it is found to reach now.
    void add(Handle handle, UUID project, PackIntake.Taken taken, @Nullable UUID user, Instant now) {
        handle.createUpdate(ADD_STATE)
                .bind("project", project)
                .bind("root", taken.state().root().hex())
                .bind("document", taken.state().bytes())
                .bind("description", Descriptions.write(taken.description()))
                .bindByType("user", user, UUID.class)
                .bind("now", now)
                .execute();
        replaceMembers(handle, project, taken.state().root(), taken.members());
    }

    /// Replaces what a kept state reaches: the same objects at other places.
    void replaceMembers(Handle handle, UUID project, Sha256 root, Members members) {
        handle.createUpdate(FORGET_MEMBERS)
                .bind("project", project)
                .bind("root", root.hex())
                .execute();
        if (members.isEmpty()) {
            return;
        }
        var batch = handle.prepareBatch(ADD_MEMBER);
        int position = 0;
        for (var member : members.packs().entrySet()) {
            batch.bind("project", project)
                    .bind("root", root.hex())
                    .bind("pack", member.getKey().id())
                    .bind("position", position++)
                    .bindByType("live", member.getValue().write(member.getKey().objects()), byte[].class)
                    .add();
        }
        batch.execute();
    }

    /// Moves the project to another state, if it is at `expected`.
    ///
    /// @param bytes that were added to storage for it
    /// @return whether it was
    boolean move(Handle handle, UUID project, Optional<Sha256> expected, Sha256 root, long bytes, Instant now) {
        return handle.createUpdate(MOVE)
                        .bind("project", project)
                        .bind("expected", expected.map(Sha256::hex).orElse(null))
                        .bind("root", root.hex())
                        .bind("bytes", bytes)
                        .bind("now", now)
                        .execute()
                == 1;
    }

    /// Counts bytes in storage for a project whose shared state stays.
    void addBytes(Handle handle, UUID project, long bytes) {
        handle.createUpdate(ADD_BYTES)
                .bind("project", project)
                .bind("bytes", bytes)
                .execute();
    }

    /// Lets the project `to` have a state of `from`. It uses the same packs, and none is copied.
    public void share(Handle handle, UUID from, Sha256 root, UUID to) {
        for (var statement : List.of(COPY_STATE, COPY_MEMBERS)) {
            handle.createUpdate(statement)
                    .bind("from", from)
                    .bind("root", root.hex())
                    .bind("to", to)
                    .execute();
        }
    }

    /// Forgets old states that neither the project nor a version is at.
    ///
    /// @param keep how many of the newest stay in any case
    void prune(Handle handle, UUID project, int keep) {
        handle.createUpdate(PRUNE).bind("project", project).bind("keep", keep).execute();
    }
}
