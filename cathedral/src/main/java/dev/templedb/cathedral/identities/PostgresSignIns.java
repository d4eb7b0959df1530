package dev.templedb.cathedral.identities;

import dev.templedb.cathedral.sql.PostgresRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/// The table `sign_ins`.
final class PostgresSignIns {
    private static final String ADD = """
            INSERT INTO sign_ins (provider, browser_hash, state_hash, return_to, linking, created_at, expires_at)
            VALUES (:provider, :browser, :state, :returnTo, :linking, :now, :expires)
            """;

    private static final String ARRIVE = """
            UPDATE sign_ins
               SET state_hash = NULL
             WHERE browser_hash = :browser AND state_hash = :state AND provider = :provider AND expires_at > :now
            RETURNING id, provider, return_to, linking, issuer, subject, login, name, email, email_verified
            """;

    private static final String PROVE = """
            UPDATE sign_ins
               SET issuer = :issuer, subject = :subject, login = :login, name = :name, email = :email,
                   email_verified = :verified
             WHERE id = :id
            """;

    private static final String PROVED = """
            SELECT id, provider, return_to, linking, issuer, subject, login, name, email, email_verified
              FROM sign_ins
             WHERE browser_hash = :browser AND subject IS NOT NULL AND expires_at > :now
               FOR UPDATE
            """;

    /// A way there and back.
    ///
    /// @param linking who is signed in and wants the identity linked; null for signing in
    /// @param person  null while nobody is proved
    record Row(
            UUID id,
            String provider,
            String returnTo,
            @Nullable UUID linking,
            @Nullable Person person) {}

    void add(
            Handle handle,
            String provider,
            String browser,
            String state,
            String returnTo,
            @Nullable UUID linking,
            Instant now,
            Instant expires) {
        handle.createUpdate(ADD)
                .bind("provider", provider)
                .bind("browser", browser)
                .bind("state", state)
                .bind("returnTo", returnTo)
                .bind("linking", linking)
                .bind("now", now)
                .bind("expires", expires)
                .execute();
    }

    /// Uses a state up.
    Optional<Row> arrive(Handle handle, String browser, String state, String provider, Instant now) {
        return handle.createQuery(ARRIVE)
                .bind("browser", browser)
                .bind("state", state)
                .bind("provider", provider)
                .bind("now", now)
                .map(PostgresSignIns::row)
                .findOne();
    }

    void prove(Handle handle, UUID id, Person person) {
        handle.createUpdate(PROVE)
                .bind("id", id)
                .bind("issuer", person.issuer())
                .bind("subject", person.subject())
                .bind("login", person.login())
                .bind("name", person.name())
                .bind("email", person.email())
                .bind("verified", person.emailVerified())
                .execute();
    }

    /// The one of a browser that has come back, locked to the end of the transaction.
    Optional<Row> proved(Handle handle, String browser, Instant now) {
        return handle.createQuery(PROVED)
                .bind("browser", browser)
                .bind("now", now)
                .map(PostgresSignIns::row)
                .findOne();
    }

    void remove(Handle handle, UUID id) {
        handle.execute("DELETE FROM sign_ins WHERE id = ?", id);
    }

    private static Row row(ResultSet row, StatementContext context) throws SQLException {
        String subject = row.getString("subject");
        return new Row(
                PostgresRows.id(row, "id"),
                row.getString("provider"),
                row.getString("return_to"),
                PostgresRows.idOrNull(row, "linking"),
                subject == null
                        ? null
                        : new Person(
                                row.getString("issuer"),
                                subject,
                                row.getString("login"),
                                row.getString("name"),
                                row.getString("email"),
                                row.getBoolean("email_verified")));
    }
}
