package dev.templedb.cathedral.transfer;

import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.cathedral.sql.PostgresRows;
import dev.templedb.core.Sha256;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/// The tables `uploads` and `upload_parts`.
final class PostgresUploads {
    private static final String ADD = """
            INSERT INTO uploads (id, user_id, owner_id, owner_name, slug, state_root, bytes, part_bytes, created_at,
                                 active_at, expires_at)
            VALUES (:id, :user, (SELECT id FROM owners WHERE lower(name) = lower(:owner)), :owner, :slug, :state,
                    :bytes, :partBytes, :now, :now, :expiresAt)
            """;
    private static final String FIND = """
            SELECT id, owner_name, slug, state_root, bytes, part_bytes, expires_at, committed_at
              FROM uploads
             WHERE id = :id AND user_id = :user AND expires_at > :now
            """;
    private static final String IDLE = """
            SELECT id, owner_name, slug, state_root, bytes, part_bytes, expires_at, committed_at
              FROM uploads
             WHERE user_id = :user AND lower(owner_name) = lower(:owner) AND lower(slug) = lower(:slug)
               AND committed_at IS NULL AND active_at < :before
            """;
    private static final String COUNT =
            "SELECT count(*) FROM uploads WHERE user_id = :user AND expires_at > :now AND committed_at IS NULL";
    private static final String PARTS =
            "SELECT number, bytes, sha256 FROM upload_parts WHERE upload_id = :id ORDER BY number";
    private static final String LOCK = "SELECT id FROM uploads WHERE id = :id FOR UPDATE";
    private static final String ACTIVE = "UPDATE uploads SET active_at = :now WHERE id = :id AND committed_at IS NULL";
    private static final String ADD_PART = """
            INSERT INTO upload_parts (upload_id, number, bytes, sha256) VALUES (:id, :number, :bytes, :sha256)
            ON CONFLICT (upload_id, number) DO NOTHING
            """;
    private static final String COMMITTED =
            "UPDATE uploads SET committed_at = :now WHERE id = :id AND committed_at IS NULL";
    private static final String DELETE = "DELETE FROM uploads WHERE id = :id";
    private static final String EXPIRED = """
            SELECT id FROM uploads
             WHERE expires_at <= :now OR committed_at <= CAST(:now AS timestamptz) - interval '1 hour'
             ORDER BY expires_at LIMIT 1000
            """;
    private static final String ALL = "SELECT id FROM uploads WHERE id = ANY (:ids)";

    void add(Handle handle, Upload upload, UUID user, Instant now) {
        handle.createUpdate(ADD)
                .bind("id", upload.id())
                .bind("user", user)
                .bind("owner", upload.address().owner())
                .bind("slug", upload.address().slug())
                .bind("state", upload.state().hex())
                .bind("bytes", upload.bytes())
                .bind("partBytes", upload.partBytes())
                .bind("now", now)
                .bind("expiresAt", upload.expiresAt())
                .execute();
    }

    Optional<Upload> find(Handle handle, UUID user, UUID id, Instant now) {
        return handle.createQuery(FIND)
                .bind("id", id)
                .bind("user", user)
                .bind("now", now)
                .map(PostgresUploads::upload)
                .findOne();
    }

    private static Upload upload(ResultSet row, StatementContext context) throws SQLException {
        return new Upload(
                PostgresRows.id(row, "id"),
                new ProjectAddress(row.getString("owner_name"), row.getString("slug")),
                Sha256.parse(row.getString("state_root")),
                row.getLong("bytes"),
                row.getInt("part_bytes"),
                PostgresRows.instant(row, "expires_at"),
                PostgresRows.instantOrNull(row, "committed_at"));
    }

    /// How many uploads of a user are under way.
    int count(Handle handle, UUID user, Instant now) {
        return handle.createQuery(COUNT)
                .bind("user", user)
                .bind("now", now)
                .mapTo(Integer.class)
                .one();
    }

    List<Upload.Part> parts(Handle handle, UUID upload) {
        return handle.createQuery(PARTS)
                .bind("id", upload)
                .map((row, _) -> new Upload.Part(
                        row.getInt("number"), row.getInt("bytes"), Sha256.parse(row.getString("sha256"))))
                .list();
    }

    /// A user's unfinished ones to an address for which nothing has come since.
    List<Upload> idle(Handle handle, UUID user, ProjectAddress address, Instant before) {
        return handle.createQuery(IDLE)
                .bind("user", user)
                .bind("owner", address.owner())
                .bind("slug", address.slug())
                .bind("before", before)
                .map(PostgresUploads::upload)
                .list();
    }

    /// Notes a part that has arrived.
    ///
    /// @return false when the upload is gone, or a push was made of it: nothing is noted then
    boolean add(Handle handle, UUID upload, Upload.Part part, Instant now) {
        boolean isOpen =
                handle.createUpdate(ACTIVE).bind("now", now).bind("id", upload).execute() == 1;
        if (!isOpen) {
            return false;
        }
        handle.createUpdate(ADD_PART)
                .bind("id", upload)
                .bind("number", part.number())
                .bind("bytes", part.bytes())
                .bind("sha256", part.sha256().hex())
                .execute();
        return true;
    }

    /// Notes that a push was made of it.
    ///
    /// @return false when it is gone, or one was made of it before
    boolean committed(Handle handle, UUID upload, Instant now) {
        return handle.createUpdate(COMMITTED)
                        .bind("id", upload)
                        .bind("now", now)
                        .execute()
                == 1;
    }

    /// Lets nobody change it before the transaction ends.
    void lock(Handle handle, UUID upload) {
        handle.createQuery(LOCK).bind("id", upload).mapTo(UUID.class).findOne();
    }

    void delete(Handle handle, UUID upload) {
        handle.createUpdate(DELETE).bind("id", upload).execute();
    }

    /// Some uploads whose time is over.
    List<UUID> expired(Handle handle, Instant now) {
        return handle.createQuery(EXPIRED).bind("now", now).mapTo(UUID.class).list();
    }

    /// Those of `ids` that there are.
    List<UUID> known(Handle handle, List<UUID> ids) {
        return handle.createQuery(ALL)
                .bindArray("ids", UUID.class, ids)
                .mapTo(UUID.class)
                .list();
    }
}
