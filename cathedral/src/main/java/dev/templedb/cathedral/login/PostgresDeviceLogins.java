package dev.templedb.cathedral.login;

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

final class PostgresDeviceLogins {
    private static final String ADD = """
            INSERT INTO device_codes (device_hash, user_code, client_name, scopes, created_at, expires_at, ip_address)
            VALUES (:hash, :userCode, :clientName, :scopes, :now, :expires, CAST(:address AS inet))
            """;

    private static final String BY_USER_CODE = """
            SELECT id, user_code, client_name, scopes, host(ip_address) AS address, created_at, expires_at,
                   last_polled_at, granted
              FROM device_codes
             WHERE user_code = :code AND decided_at IS NULL AND expires_at > :now
            """;

    private static final String DECIDE = """
            UPDATE device_codes
               SET user_id = :user, granted = :granted, decided_at = :now
             WHERE id = :id AND decided_at IS NULL
            """;

    /// The old row, so that the last question's time is to be seen.
    private static final String POLL = """
            UPDATE device_codes d
               SET last_polled_at = :now
              FROM (SELECT * FROM device_codes WHERE device_hash = :hash FOR UPDATE) old
             WHERE d.id = old.id
            RETURNING old.id, old.user_code, old.client_name, old.scopes, host(old.ip_address) AS address,
                      old.created_at, old.expires_at, old.last_polled_at, old.granted
            """;

    private static final String TAKE = """
            DELETE FROM device_codes d
             USING users u
             WHERE d.id = :id AND d.granted AND u.id = d.user_id AND u.disabled_at IS NULL
            RETURNING u.id, u.username, u.is_admin
            """;

    /// Who has let a program in.
    record Granter(UUID id, String username, boolean administrator) {}

    void add(
            Handle handle,
            String hash,
            String userCode,
            String clientName,
            List<String> scopes,
            Instant now,
            Instant expires,
            @Nullable String address) {
        handle.createUpdate(ADD)
                .bind("hash", hash)
                .bind("userCode", userCode)
                .bind("clientName", clientName)
                .bind("scopes", scopes.toArray(String[]::new))
                .bind("now", now)
                .bind("expires", expires)
                .bind("address", address)
                .execute();
    }

    void forget(Handle handle, Instant now) {
        handle.createUpdate("DELETE FROM device_codes WHERE expires_at < :now")
                .bind("now", now.minusSeconds(3600))
                .execute();
    }

    Optional<DeviceLogins.Request> byUserCode(Handle handle, String code, Instant now) {
        return handle.createQuery(BY_USER_CODE)
                .bind("code", code)
                .bind("now", now)
                .map(PostgresDeviceLogins::request)
                .findOne();
    }

    boolean decide(Handle handle, UUID id, UUID user, boolean granted, Instant now) {
        return handle.createUpdate(DECIDE)
                        .bind("id", id)
                        .bind("user", user)
                        .bind("granted", granted)
                        .bind("now", now)
                        .execute()
                == 1;
    }

    Optional<DeviceLogins.Request> poll(Handle handle, String hash, Instant now) {
        return handle.createQuery(POLL)
                .bind("hash", hash)
                .bind("now", now)
                .map(PostgresDeviceLogins::request)
                .findOne();
    }

    Optional<Granter> take(Handle handle, UUID id) {
        return handle.createQuery(TAKE)
                .bind("id", id)
                .map((row, context) ->
                        new Granter(PostgresRows.id(row, "id"), row.getString("username"), row.getBoolean("is_admin")))
                .findOne();
    }

    private static DeviceLogins.Request request(ResultSet row, StatementContext context) throws SQLException {
        boolean granted = row.getBoolean("granted");
        Boolean decision = row.wasNull() ? null : granted;
        return new DeviceLogins.Request(
                PostgresRows.id(row, "id"),
                row.getString("user_code"),
                row.getString("client_name"),
                PostgresRows.texts(row, "scopes"),
                row.getString("address"),
                PostgresRows.instant(row, "created_at"),
                PostgresRows.instant(row, "expires_at"),
                PostgresRows.instantOrNull(row, "last_polled_at"),
                decision);
    }
}
