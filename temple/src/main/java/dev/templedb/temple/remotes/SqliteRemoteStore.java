package dev.templedb.temple.remotes;

import dev.templedb.core.Sha256;
import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.exchange.JoinConflict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// Remotes, what follows them, and what is in conflict, inside one transaction.
final class SqliteRemoteStore {
    private static final Duration KEPT = Duration.ofDays(7);
    private static final String ALL = "SELECT remote_id, name, kind, address FROM remotes ORDER BY name";
    private static final String ADD = "INSERT INTO remotes (name, kind, address, added_at) VALUES (?1, ?2, ?3, ?4)";
    private static final String REMOVE = "DELETE FROM remotes WHERE remote_id = ?1";
    private static final String TRACKING = """
            SELECT t.project_id, r.remote_id, r.name, r.kind, r.address, t.owner, t.slug, t.state, t.with_secrets, t.synced_at
              FROM remote_projects t JOIN remotes r USING (remote_id)
             WHERE t.project_id = ?1
             ORDER BY t.linked_at DESC, r.name
            """;
    private static final String FOLLOWERS = """
            SELECT count(*) FROM remote_projects t JOIN projects p USING (project_id)
             WHERE t.remote_id = ?1 AND p.removed_at IS NULL
            """;
    private static final String FOLLOWERS_OF = """
            SELECT p.slug FROM remote_projects t JOIN projects p USING (project_id)
             WHERE t.remote_id = ?1 AND t.owner = ?2 COLLATE NOCASE AND t.slug = ?3 COLLATE NOCASE
               AND p.removed_at IS NULL
             ORDER BY p.slug
            """;
    private static final String WITH_SECRETS = """
            SELECT p.slug FROM remote_projects t JOIN projects p USING (project_id)
             WHERE t.remote_id = ?1 AND t.owner = ?2 COLLATE NOCASE AND t.slug = ?3 COLLATE NOCASE
               AND t.with_secrets AND p.removed_at IS NULL
             ORDER BY p.slug
            """;
    private static final String LINK = """
            INSERT INTO remote_projects (project_id, remote_id, owner, slug, linked_at)
            VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (project_id, remote_id) DO UPDATE
               SET owner = ?3, slug = ?4, linked_at = ?5, state = NULL, with_secrets = 0, synced_at = NULL
            """;
    private static final String UNLINK = "DELETE FROM remote_projects WHERE project_id = ?1 AND remote_id = ?2";
    private static final String SYNCED = """
            UPDATE remote_projects
               SET state = ?3, with_secrets = ?4, synced_at = ?5
             WHERE project_id = ?1 AND remote_id = ?2
            """;
    private static final String SEEN = """
            INSERT INTO remote_states (remote_id, owner, slug, root, seen)
            SELECT ?1, ?2, ?3, ?4,
                   1 + (SELECT coalesce(max(seen), 0) FROM remote_states WHERE remote_id = ?1 AND owner = ?2 AND slug = ?3)
             WHERE true
            ON CONFLICT DO UPDATE SET seen = excluded.seen
            """;
    private static final String LAST_SEEN = """
            SELECT root FROM remote_states
             WHERE remote_id = ?1 AND owner = ?2 AND slug = ?3
             ORDER BY seen DESC LIMIT 1
            """;
    private static final String IS_SEEN = """
            SELECT 1 FROM remote_states
             WHERE remote_id = ?1 AND owner = ?2 AND slug = ?3 AND root = ?4
            """;
    private static final String UPLOAD = """
            SELECT upload FROM unfinished_uploads
             WHERE remote_id = ?1 AND owner = ?2 AND slug = ?3 AND package = ?4
            """;
    private static final String ANY_UPLOAD = "SELECT 1 FROM unfinished_uploads WHERE remote_id = ?1 LIMIT 1";
    private static final String REMEMBER_UPLOAD = """
            INSERT INTO unfinished_uploads (remote_id, owner, slug, package, upload, begun_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT DO UPDATE SET upload = excluded.upload, begun_at = excluded.begun_at
            """;
    /// Servers give up what is older than a day; a week is more than any keeps.
    private static final String FORGET_OLD_UPLOADS = "DELETE FROM unfinished_uploads WHERE begun_at < ?1";
    private static final String FORGET_UPLOAD = """
            DELETE FROM unfinished_uploads
             WHERE remote_id = ?1 AND owner = ?2 AND slug = ?3 AND package = ?4
            """;
    private static final String CONFLICTS = """
            SELECT r.name, c.item, c.base, c.ours, c.theirs, c.resolution, c.found_at, c.resolved_at
              FROM sync_conflicts c JOIN remotes r USING (remote_id)
             WHERE c.project_id = ?1 AND (?2 OR c.resolved_at IS NULL)
             ORDER BY c.resolved_at IS NOT NULL, r.name, c.item, c.conflict_id
            """;
    private static final String FORGET_OPEN = """
            DELETE FROM sync_conflicts
             WHERE project_id = ?1 AND remote_id = ?2 AND item = ?3 AND resolved_at IS NULL
            """;
    private static final String ADD_CONFLICT = """
            INSERT INTO sync_conflicts (project_id, remote_id, item, base, ours, theirs, resolution, found_at, resolved_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            """;
    private static final String DECIDE = """
            UPDATE sync_conflicts SET resolution = ?4
             WHERE project_id = ?1 AND remote_id = ?2 AND item = ?3 AND resolved_at IS NULL
            """;
    private static final String SETTLE = """
            UPDATE sync_conflicts SET resolution = coalesce(resolution, 'merged'), resolved_at = ?4
             WHERE project_id = ?1 AND remote_id = ?2 AND item = ?3 AND resolved_at IS NULL
            """;

    private final Transaction tx;

    SqliteRemoteStore(Transaction tx) {
        this.tx = tx;
    }

    List<NamedRemote> remotes() {
        return tx.query(ALL).list(row -> remote(row, 1));
    }

    private static NamedRemote remote(Row row, int first) {
        return new NamedRemote(
                row.longValue(first),
                row.text(first + 1),
                NamedRemote.Kind.of(row.text(first + 2)).orElseThrow(),
                row.text(first + 3));
    }

    void add(String name, NamedRemote.Kind kind, String address, Instant now) {
        tx.update(ADD)
                .bind(1, name)
                .bind(2, kind.word())
                .bind(3, address)
                .bind(4, now)
                .execute();
    }

    void remove(long remote) {
        tx.update(REMOVE).bind(1, remote).execute();
    }

    /// How many projects follow a project of the remote.
    long followers(long remote) {
        return tx.query(FOLLOWERS)
                .bind(1, remote)
                .first(row -> row.longValue(1))
                .orElseThrow();
    }

    /// The slugs of the projects that follow one of a remote.
    List<String> followers(long remote, RemoteRef ref) {
        return tx.query(FOLLOWERS_OF)
                .bind(1, remote)
                .bind(2, ref.owner().text())
                .bind(3, ref.slug().text())
                .list(row -> row.text(1));
    }

    /// The slugs of the projects that follow one of a remote and share their secrets there.
    List<String> withSecrets(long remote, RemoteRef ref) {
        return tx.query(WITH_SECRETS)
                .bind(1, remote)
                .bind(2, ref.owner().text())
                .bind(3, ref.slug().text())
                .list(row -> row.text(1));
    }

    /// What a project follows, the last link first.
    List<Tracking> tracking(long project) {
        return tx.query(TRACKING)
                .bind(1, project)
                .list(row -> new Tracking(
                        row.longValue(1),
                        remote(row, 2),
                        RemoteRef.of(row.text(6), row.text(7)),
                        Optional.ofNullable(row.nullableBytes(8)).map(Sha256::ofBytes),
                        row.booleanValue(9),
                        Optional.ofNullable(row.nullableInstant(10))));
    }

    void link(long project, long remote, RemoteRef ref, Instant now) {
        tx.update(LINK)
                .bind(1, project)
                .bind(2, remote)
                .bind(3, ref.owner().text())
                .bind(4, ref.slug().text())
                .bind(5, now)
                .execute();
    }

    void unlink(long project, long remote) {
        tx.update(UNLINK).bind(1, project).bind(2, remote).execute();
    }

    /// Notes that both sides have met at a state of the other side.
    void synced(Tracking tracking, Sha256 state, boolean withSecrets, Instant now) {
        tx.update(SYNCED)
                .bind(1, tracking.project())
                .bind(2, tracking.remote().id())
                .bind(3, state.bytes())
                .bind(4, withSecrets)
                .bind(5, now)
                .execute();
        seen(tracking.remote().id(), tracking.ref(), state);
    }

    private void seen(long remote, RemoteRef ref, Sha256 state) {
        tx.update(SEEN)
                .bind(1, remote)
                .bind(2, ref.owner().text())
                .bind(3, ref.slug().text())
                .bind(4, state.bytes())
                .execute();
    }

    /// Whether the remote has gone back: to a state that was seen, and was not the last one.
    boolean isStepBack(long remote, RemoteRef ref, Sha256 state) {
        var last = tx.query(LAST_SEEN)
                .bind(1, remote)
                .bind(2, ref.owner().text())
                .bind(3, ref.slug().text())
                .first(row -> Sha256.ofBytes(row.bytes(1)));
        return last.isPresent()
                && !last.get().equals(state)
                && tx.query(IS_SEEN)
                        .bind(1, remote)
                        .bind(2, ref.owner().text())
                        .bind(3, ref.slug().text())
                        .bind(4, state.bytes())
                        .first(row -> row.longValue(1))
                        .isPresent();
    }

    /// The upload that was begun for a package.
    Optional<UUID> upload(long remote, RemoteRef ref, Sha256 packageHash) {
        return tx.query(UPLOAD)
                .bind(1, remote)
                .bind(2, ref.owner().text())
                .bind(3, ref.slug().text())
                .bind(4, packageHash.bytes())
                .first(row -> UUID.fromString(row.text(1)));
    }

    boolean hasUploads(long remote) {
        return tx.query(ANY_UPLOAD)
                .bind(1, remote)
                .first(row -> row.longValue(1))
                .isPresent();
    }

    /// Remembers that a package is on its way.
    void uploads(long remote, RemoteRef ref, Sha256 packageHash, UUID upload, Instant now) {
        tx.update(FORGET_OLD_UPLOADS).bind(1, now.minus(KEPT)).execute();
        tx.update(REMEMBER_UPLOAD)
                .bind(1, remote)
                .bind(2, ref.owner().text())
                .bind(3, ref.slug().text())
                .bind(4, packageHash.bytes())
                .bind(5, upload.toString())
                .bind(6, now)
                .execute();
    }

    void forgetUpload(long remote, RemoteRef ref, Sha256 packageHash) {
        tx.update(FORGET_UPLOAD)
                .bind(1, remote)
                .bind(2, ref.owner().text())
                .bind(3, ref.slug().text())
                .bind(4, packageHash.bytes())
                .execute();
    }

    /// @param all those too that are resolved
    List<SyncConflict> conflicts(long project, boolean all) {
        return tx.query(CONFLICTS)
                .bind(1, project)
                .bind(2, all)
                .list(row -> new SyncConflict(
                        row.text(1),
                        new JoinConflict(
                                row.text(2),
                                Optional.ofNullable(row.nullableBytes(3)),
                                Optional.ofNullable(row.nullableBytes(4)),
                                Optional.ofNullable(row.nullableBytes(5))),
                        Optional.ofNullable(row.nullableText(6)),
                        row.instant(7),
                        Optional.ofNullable(row.nullableInstant(8))));
    }

    /// Keeps what was found, in the place of an open conflict of the same item.
    ///
    /// @param resolution empty while it waits
    void put(long project, long remote, JoinConflict found, Optional<String> resolution, Instant now) {
        tx.update(FORGET_OPEN)
                .bind(1, project)
                .bind(2, remote)
                .bind(3, found.item())
                .execute();
        tx.update(ADD_CONFLICT)
                .bind(1, project)
                .bind(2, remote)
                .bind(3, found.item())
                .bind(4, found.base().orElse(null))
                .bind(5, found.ours().orElse(null))
                .bind(6, found.theirs().orElse(null))
                .bind(7, resolution.orElse(null))
                .bind(8, now)
                .bind(9, resolution.isPresent() ? now : null)
                .execute();
    }

    /// Drops open conflicts of a branch that are not among `still`.
    void keepOnly(long project, long remote, String branch, Set<String> still) {
        var gone = conflicts(project, false).stream()
                .map(SyncConflict::what)
                .filter(what -> what.branch().equals(Optional.of(branch)))
                .map(JoinConflict::item)
                .filter(item -> !still.contains(item))
                .collect(Collectors.toSet());
        gone.forEach(item -> tx.update(FORGET_OPEN)
                .bind(1, project)
                .bind(2, remote)
                .bind(3, item)
                .execute());
    }

    void decide(long project, long remote, String item, String resolution) {
        tx.update(DECIDE)
                .bind(1, project)
                .bind(2, remote)
                .bind(3, item)
                .bind(4, resolution)
                .execute();
    }

    void settle(long project, long remote, String item, Instant now) {
        tx.update(SETTLE)
                .bind(1, project)
                .bind(2, remote)
                .bind(3, item)
                .bind(4, now)
                .execute();
    }
}
