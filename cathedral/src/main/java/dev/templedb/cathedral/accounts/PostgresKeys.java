package dev.templedb.cathedral.accounts;

import dev.templedb.cathedral.sql.PostgresRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

final class PostgresKeys {
    private static final String OF = """
            SELECT user_id, id, kind, name, public_key, fingerprint, created_at
              FROM user_keys
             WHERE user_id = ANY (:users) AND revoked_at IS NULL
             ORDER BY created_at, id
            """;

    private static final String ADD = """
            INSERT INTO user_keys (user_id, kind, name, public_key, fingerprint)
            VALUES (:user, :kind, :name, :text, :fingerprint)
            ON CONFLICT (user_id, kind, fingerprint) DO UPDATE SET revoked_at = NULL
            RETURNING id, kind, name, public_key, fingerprint, created_at
            """;

    List<PublicKey> of(Handle handle, UUID user) {
        return of(handle, List.of(user)).getOrDefault(user, List.of());
    }

    /// The keys of those who have any.
    Map<UUID, List<PublicKey>> of(Handle handle, List<UUID> users) {
        return handle
                .createQuery(OF)
                .bind("users", users.toArray(UUID[]::new))
                .map((row, context) -> Map.entry(PostgresRows.id(row, "user_id"), key(row, context)))
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    PublicKey add(Handle handle, UUID user, String kind, String name, String text, String fingerprint) {
        return handle.createQuery(ADD)
                .bind("user", user)
                .bind("kind", kind)
                .bind("name", name)
                .bind("text", text)
                .bind("fingerprint", fingerprint)
                .map(PostgresKeys::key)
                .one();
    }

    /// A key is kept, since what it signed names it.
    void remove(Handle handle, UUID id) {
        handle.execute("UPDATE user_keys SET revoked_at = now() WHERE id = ?", id);
    }

    private static PublicKey key(ResultSet row, StatementContext context) throws SQLException {
        return new PublicKey(
                PostgresRows.id(row, "id"),
                row.getString("kind"),
                row.getString("name"),
                row.getString("public_key"),
                row.getString("fingerprint"),
                PostgresRows.instant(row, "created_at"));
    }
}
