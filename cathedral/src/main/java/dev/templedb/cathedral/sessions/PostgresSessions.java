package dev.templedb.cathedral.sessions;

import dev.templedb.cathedral.permissions.Origin;
import dev.templedb.cathedral.sql.PostgresRows;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

final class PostgresSessions {
    private static final String ADD = """
            INSERT INTO sessions (user_id, secret_hash, created_at, last_seen_at, expires_at, ip_address, user_agent)
            VALUES (:user, :hash, :now, :now, :expires, CAST(:address AS inet), :userAgent)
            """;

    private static final String FIND = """
            SELECT s.id, s.user_id, s.last_seen_at, u.username, u.is_admin
              FROM sessions s JOIN users u ON u.id = s.user_id
             WHERE s.secret_hash = :hash AND s.expires_at > :now AND s.last_seen_at > :idle AND u.disabled_at IS NULL
            """;

    private static final String FORGET = """
            DELETE FROM sessions
             WHERE expires_at < :now
                OR user_id = :user
                   AND (last_seen_at < :idle
                        OR id IN (SELECT id FROM sessions WHERE user_id = :user ORDER BY last_seen_at DESC OFFSET :most))
            """;

    /// A session that goes on.
    record Session(UUID id, UUID user, String username, boolean administrator, Instant lastSeenAt) {}

    void add(Handle handle, UUID user, String hash, Instant now, Instant expires, Origin origin) {
        handle.createUpdate(ADD)
                .bind("user", user)
                .bind("hash", hash)
                .bind("now", now)
                .bind("expires", expires)
                .bind("address", origin.address())
                .bind("userAgent", origin.userAgent())
                .execute();
    }

    Optional<Session> find(Handle handle, String hash, Instant now, Instant idle) {
        return handle.createQuery(FIND)
                .bind("hash", hash)
                .bind("now", now)
                .bind("idle", idle)
                .map((row, context) -> new Session(
                        PostgresRows.id(row, "id"),
                        PostgresRows.id(row, "user_id"),
                        row.getString("username"),
                        row.getBoolean("is_admin"),
                        PostgresRows.instant(row, "last_seen_at")))
                .findOne();
    }

    void seen(Handle handle, UUID session, Instant now) {
        handle.createUpdate("UPDATE sessions SET last_seen_at = :now WHERE id = :id")
                .bind("now", now)
                .bind("id", session)
                .execute();
    }

    void remove(Handle handle, UUID session) {
        handle.execute("DELETE FROM sessions WHERE id = ?", session);
    }

    void forget(Handle handle, UUID user, Instant now, Instant idle, int most) {
        handle.createUpdate(FORGET)
                .bind("user", user)
                .bind("now", now)
                .bind("idle", idle)
                .bind("most", most - 1)
                .execute();
    }
}
