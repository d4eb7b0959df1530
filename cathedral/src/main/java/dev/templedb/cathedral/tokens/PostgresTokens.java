package dev.templedb.cathedral.tokens;

import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.Viewer;
import dev.templedb.cathedral.sql.PostgresRows;
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

final class PostgresTokens {
    private static final String ADD = """
            INSERT INTO access_tokens (user_id, token_hash, name, scopes, prefix, created_at, expires_at, limited)
            VALUES (:user, :hash, :name, :scopes, :prefix, :now, :expires, :limited)
            RETURNING id
            """;

    private static final String LIMIT = """
            INSERT INTO access_token_projects (token_id, project_id)
            SELECT :token, unnest(:projects)
            """;
    private static final String RECOGNIZE = """
            SELECT t.id, t.user_id, t.scopes, t.limited, t.last_used_at, u.username, u.is_admin,
                   ARRAY(SELECT l.project_id FROM access_token_projects l WHERE l.token_id = t.id) AS projects
              FROM access_tokens t JOIN users u ON u.id = t.user_id
             WHERE t.token_hash = :hash AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > :now)
               AND u.disabled_at IS NULL
            """;

    /// Somebody who has left a project does not learn what it is called now.
    private static final String LIST = """
            SELECT t.id, t.name, t.prefix, t.scopes, t.limited, t.created_at, t.expires_at, t.last_used_at,
                   ARRAY(SELECT o.name || '/' || p.slug
                           FROM access_token_projects l
                           JOIN visible_projects(:viewer, :everything, :reach) p ON p.id = l.project_id
                           JOIN owners o ON o.id = p.owner_id
                          WHERE l.token_id = t.id
                          ORDER BY 1) AS projects
              FROM access_tokens t
             WHERE t.user_id = :user AND t.revoked_at IS NULL
               AND (CAST(:id AS uuid) IS NULL OR t.id = :id)
               AND (CAST(:now AS timestamptz) IS NULL OR t.expires_at IS NULL OR t.expires_at > :now)
             ORDER BY t.created_at DESC, t.id DESC
            """;

    /// What a request is recognized by.
    record Recognized(
            UUID id,
            UUID user,
            String username,
            boolean administrator,
            List<String> scopes,
            boolean limited,
            List<UUID> projects,
            @Nullable Instant lastUsedAt) {}

    UUID add(
            Handle handle,
            UUID user,
            String hash,
            String name,
            List<String> scopes,
            String prefix,
            Instant now,
            Instant expires,
            boolean limited) {
        return handle.createQuery(ADD)
                .bind("user", user)
                .bind("hash", hash)
                .bind("name", name)
                .bind("scopes", scopes.toArray(String[]::new))
                .bind("prefix", prefix)
                .bind("now", now)
                .bind("expires", expires)
                .bind("limited", limited)
                .mapTo(UUID.class)
                .one();
    }

    void limit(Handle handle, UUID token, Collection<UUID> projects) {
        handle.createUpdate(LIMIT)
                .bind("token", token)
                .bind("projects", projects.toArray(UUID[]::new))
                .execute();
    }

    int count(Handle handle, UUID user) {
        return handle.createQuery(
                        "SELECT count(*) FROM access_tokens WHERE user_id = :user AND revoked_at IS NULL AND expires_at > now()")
                .bind("user", user)
                .mapTo(Integer.class)
                .one();
    }

    Optional<Instant> expiry(Handle handle, UUID token) {
        return handle.createQuery("SELECT expires_at FROM access_tokens WHERE id = :id")
                .bind("id", token)
                .mapTo(Instant.class)
                .findOne();
    }

    Optional<Recognized> recognize(Handle handle, String hash, Instant now) {
        return handle.createQuery(RECOGNIZE)
                .bind("hash", hash)
                .bind("now", now)
                .map((row, context) -> new Recognized(
                        PostgresRows.id(row, "id"),
                        PostgresRows.id(row, "user_id"),
                        row.getString("username"),
                        row.getBoolean("is_admin"),
                        PostgresRows.texts(row, "scopes"),
                        row.getBoolean("limited"),
                        PostgresRows.ids(row, "projects"),
                        PostgresRows.instantOrNull(row, "last_used_at")))
                .findOne();
    }

    void used(Handle handle, UUID id, Instant now, @Nullable String address) {
        handle.createUpdate(
                        "UPDATE access_tokens SET last_used_at = :now, last_used_address = CAST(:address AS inet) WHERE id = :id")
                .bind("now", now)
                .bind("address", address)
                .bind("id", id)
                .execute();
    }

    List<Token> list(Handle handle, Caller caller, Instant now) {
        return Viewer.bind(handle.createQuery(LIST), caller)
                .bind("user", caller.user())
                .bind("id", (UUID) null)
                .bind("now", now)
                .map(PostgresTokens::token)
                .list();
    }

    Optional<Token> find(Handle handle, Caller caller, UUID id) {
        return Viewer.bind(handle.createQuery(LIST), caller)
                .bind("user", caller.user())
                .bind("id", id)
                .bind("now", (Instant) null)
                .map(PostgresTokens::token)
                .findOne();
    }

    void rotate(Handle handle, UUID id, String hash, String prefix, Instant now) {
        handle.createUpdate(
                        "UPDATE access_tokens SET token_hash = :hash, prefix = :prefix, rotated_at = :now WHERE id = :id")
                .bind("hash", hash)
                .bind("prefix", prefix)
                .bind("now", now)
                .bind("id", id)
                .execute();
    }

    void revoke(Handle handle, UUID id, Instant now) {
        handle.createUpdate("UPDATE access_tokens SET revoked_at = :now WHERE id = :id")
                .bind("now", now)
                .bind("id", id)
                .execute();
    }

    private static Token token(ResultSet row, StatementContext context) throws SQLException {
        return new Token(
                PostgresRows.id(row, "id"),
                row.getString("name"),
                row.getString("prefix"),
                PostgresRows.texts(row, "scopes"),
                row.getBoolean("limited") ? PostgresRows.texts(row, "projects") : null,
                PostgresRows.instant(row, "created_at"),
                PostgresRows.instantOrNull(row, "expires_at"),
                PostgresRows.instantOrNull(row, "last_used_at"));
    }
}
