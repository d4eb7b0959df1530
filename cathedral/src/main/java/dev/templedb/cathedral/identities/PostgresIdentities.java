package dev.templedb.cathedral.identities;

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

final class PostgresIdentities {
    private static final String FIND = """
            SELECT id, user_id, issuer, subject, login, email, created_at, last_used_at
              FROM identities
             WHERE issuer = :issuer AND subject = :subject
            """;

    private static final String OF_USER = """
            SELECT id, user_id, issuer, subject, login, email, created_at, last_used_at
              FROM identities
             WHERE user_id = :user
             ORDER BY created_at, id
            """;

    private static final String ISSUERS = """
            SELECT user_id, array_agg(DISTINCT issuer ORDER BY issuer) AS issuers
              FROM identities
             WHERE user_id = ANY (:users)
             GROUP BY user_id
            """;

    private static final String ADD = """
            INSERT INTO identities (user_id, issuer, subject, login, email, created_at, last_used_at)
            VALUES (:user, :issuer, :subject, :login, :email, :now, :now)
            ON CONFLICT (issuer, subject) DO NOTHING
            """;

    private static final String USED = """
            UPDATE identities SET login = :login, email = :email, last_used_at = :now WHERE id = :id
            """;

    private static final String REMOVE = "DELETE FROM identities WHERE id = :id AND user_id = :user";

    private static final String REMOVE_ALL = "DELETE FROM identities WHERE user_id = :user";

    /// Keeps two from taking away the last two ways in at once.
    private static final String LOCK_AND_SEE_PASSWORD =
            "SELECT password_hash IS NOT NULL FROM users WHERE id = :user FOR UPDATE";

    /// The one that somebody is, whoever has it.
    Optional<Identity> find(Handle handle, Person person) {
        return handle.createQuery(FIND)
                .bind("issuer", person.issuer())
                .bind("subject", person.subject())
                .map(PostgresIdentities::identity)
                .findOne();
    }

    /// Those of a user, oldest first.
    List<Identity> of(Handle handle, UUID user) {
        return handle.createQuery(OF_USER)
                .bind("user", user)
                .map(PostgresIdentities::identity)
                .list();
    }

    Map<UUID, List<String>> issuers(Handle handle, List<UUID> users) {
        return handle.createQuery(ISSUERS)
                .bindArray("users", UUID.class, users)
                .map((row, _) -> Map.entry(PostgresRows.id(row, "user_id"), PostgresRows.texts(row, "issuers")))
                .collectToMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /// @return false when some account has it already
    boolean add(Handle handle, UUID user, Person person, Instant now) {
        return handle.createUpdate(ADD)
                        .bind("user", user)
                        .bind("issuer", person.issuer())
                        .bind("subject", person.subject())
                        .bind("login", person.login())
                        .bind("email", person.email())
                        .bind("now", now)
                        .execute()
                == 1;
    }

    void used(Handle handle, UUID id, Person person, Instant now) {
        handle.createUpdate(USED)
                .bind("id", id)
                .bind("login", person.login())
                .bind("email", person.email())
                .bind("now", now)
                .execute();
    }

    void remove(Handle handle, UUID user, UUID id) {
        handle.createUpdate(REMOVE).bind("id", id).bind("user", user).execute();
    }

    int removeAll(Handle handle, UUID user) {
        return handle.createUpdate(REMOVE_ALL).bind("user", user).execute();
    }

    boolean lockAndSeePassword(Handle handle, UUID user) {
        return handle.createQuery(LOCK_AND_SEE_PASSWORD)
                .bind("user", user)
                .mapTo(Boolean.class)
                .one();
    }

    private static Identity identity(ResultSet row, StatementContext context) throws SQLException {
        return new Identity(
                PostgresRows.id(row, "id"),
                PostgresRows.id(row, "user_id"),
                row.getString("issuer"),
                row.getString("subject"),
                row.getString("login"),
                row.getString("email"),
                PostgresRows.instant(row, "created_at"),
                PostgresRows.instantOrNull(row, "last_used_at"));
    }
}
