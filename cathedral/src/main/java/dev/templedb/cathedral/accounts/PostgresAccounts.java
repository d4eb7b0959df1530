package dev.templedb.cathedral.accounts;

import dev.templedb.cathedral.secrets.SecretKeys;
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

final class PostgresAccounts {
    private static final String ADD = """
            INSERT INTO users (id, username, email, email_verified_at, display_name, password_hash, is_admin)
            VALUES (:id, :username, :email, CASE WHEN :verified THEN now() END, nullif(:displayName, ''), :hash, :admin)
            """;

    private static final String BY_ID = """
            SELECT u.id, u.username, u.email, u.email_verified_at, u.display_name, u.avatar_url, u.bio, u.website_url,
                   u.is_admin, u.disabled_at, u.totp_confirmed_at, o.plan, u.created_at, u.updated_at, u.last_login_at
              FROM users u JOIN owners o ON o.id = u.id
             WHERE u.id = :id
            """;

    private static final String BY_VERIFIED_EMAIL = """
            SELECT u.id, u.username, u.email, u.email_verified_at, u.display_name, u.avatar_url, u.bio, u.website_url,
                   u.is_admin, u.disabled_at, u.totp_confirmed_at, o.plan, u.created_at, u.updated_at, u.last_login_at
              FROM users u JOIN owners o ON o.id = u.id
             WHERE lower(u.email COLLATE "C") = :emailKey AND u.email_verified_at IS NOT NULL
            """;

    private static final String PAGE = """
            SELECT u.id, u.username, u.email, u.email_verified_at, u.display_name, u.avatar_url, u.bio, u.website_url,
                   u.is_admin, u.disabled_at, u.totp_confirmed_at, o.plan, u.created_at, u.updated_at, u.last_login_at
              FROM users u JOIN owners o ON o.id = u.id
             WHERE CAST(:after AS text) IS NULL OR lower(u.username) > :after
             ORDER BY lower(u.username)
             LIMIT :limit
            """;

    private static final String IS_PROVED = """
            SELECT EXISTS (SELECT FROM users
                            WHERE lower(email COLLATE "C") = :emailKey AND email_verified_at IS NOT NULL
                              AND id IS DISTINCT FROM CAST(:but AS uuid))
            """;

    /// By name, or by an address that is proved: one that was only said is nobody's.
    private static final String CREDENTIALS = """
            SELECT id, password_hash, disabled_at IS NOT NULL AS disabled,
                   CASE WHEN totp_confirmed_at IS NOT NULL THEN totp_secret END AS totp_secret, totp_key_id,
                   coalesce(totp_last_step, 0) AS totp_last_step
              FROM users
             WHERE lower(username) = :nameKey OR (lower(email COLLATE "C") = :nameKey AND email_verified_at IS NOT NULL)
             ORDER BY lower(username) = :nameKey DESC
             LIMIT 1
            """;

    private static final String CREDENTIALS_BY_ID = """
            SELECT id, password_hash, disabled_at IS NOT NULL AS disabled,
                   CASE WHEN totp_confirmed_at IS NOT NULL THEN totp_secret END AS totp_secret, totp_key_id,
                   coalesce(totp_last_step, 0) AS totp_last_step
              FROM users
             WHERE id = :id
            """;

    private static final String CHANGE_PROFILE = """
            UPDATE users
               SET display_name = CASE WHEN CAST(:displayName AS text) IS NULL THEN display_name ELSE nullif(:displayName, '') END,
                   avatar_url = CASE WHEN CAST(:avatarUrl AS text) IS NULL THEN avatar_url ELSE nullif(:avatarUrl, '') END,
                   bio = CASE WHEN CAST(:bio AS text) IS NULL THEN bio ELSE nullif(:bio, '') END,
                   website_url = CASE WHEN CAST(:websiteUrl AS text) IS NULL THEN website_url ELSE nullif(:websiteUrl, '') END,
                   updated_at = :now
             WHERE id = :id
            """;

    private static final String CHANGE_EMAIL = """
            UPDATE users
               SET email_verified_at = CASE WHEN lower(email COLLATE "C") = :emailKey THEN email_verified_at END,
                   email = :email
             WHERE id = :id
            """;

    private static final String PROVE = """
            UPDATE users u
               SET email_verified_at = now()
             WHERE u.id = :id AND u.email_verified_at IS NULL AND lower(u.email COLLATE "C") = :emailKey
               AND NOT EXISTS (SELECT FROM users other
                                WHERE lower(other.email COLLATE "C") = :emailKey AND other.email_verified_at IS NOT NULL)
            """;

    private static final String BEGIN_TOTP = """
            UPDATE users
               SET totp_secret = :secret, totp_key_id = :keyId, totp_last_step = 0
             WHERE id = :id AND totp_confirmed_at IS NULL
            """;

    private static final String USE_TOTP_STEP = """
            UPDATE users
               SET totp_last_step = :step
             WHERE id = :id AND coalesce(totp_last_step, 0) < :step
            """;

    private static final String END_TOTP = """
            UPDATE users
               SET totp_secret = NULL, totp_key_id = NULL, totp_confirmed_at = NULL, totp_last_step = NULL
             WHERE id = :id
            """;

    /// What a login is held against.
    record Credentials(
            UUID id,
            @Nullable String passwordHash,
            boolean disabled,
            SealedCodes.@Nullable Kept totp,
            long totpLastStep) {}

    /// The secret of one-time codes.
    record TotpState(SealedCodes.Kept kept, boolean confirmed, long lastStep) {}

    void add(
            Handle handle,
            UUID id,
            String username,
            @Nullable String email,
            boolean verified,
            @Nullable String displayName,
            @Nullable String hash,
            boolean admin) {
        handle.createUpdate(ADD)
                .bind("id", id)
                .bind("username", username)
                .bind("email", email)
                .bind("verified", verified)
                .bind("displayName", displayName)
                .bind("hash", hash)
                .bind("admin", admin)
                .execute();
    }

    /// Whether another account has proved the address.
    boolean isProved(Handle handle, String email, @Nullable UUID but) {
        return handle.createQuery(IS_PROVED)
                .bind("emailKey", EmailAddresses.key(email))
                .bind("but", but)
                .mapTo(Boolean.class)
                .one();
    }

    Optional<User> byId(Handle handle, UUID id) {
        return handle.createQuery(BY_ID)
                .bind("id", id)
                .map(PostgresAccounts::user)
                .findOne();
    }

    Optional<User> byVerifiedEmail(Handle handle, String email) {
        return handle.createQuery(BY_VERIFIED_EMAIL)
                .bind("emailKey", EmailAddresses.key(email))
                .map(PostgresAccounts::user)
                .findOne();
    }

    /// Users in the order of their names.
    List<User> page(Handle handle, @Nullable String after, int limit) {
        return handle.createQuery(PAGE)
                .bind("after", after)
                .bind("limit", limit)
                .map(PostgresAccounts::user)
                .list();
    }

    Optional<Credentials> credentials(Handle handle, String name) {
        if (name.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        return handle.createQuery(CREDENTIALS)
                .bind("nameKey", EmailAddresses.key(name))
                .map(PostgresAccounts::toCredentials)
                .findOne();
    }

    Credentials credentials(Handle handle, UUID id) {
        return handle.createQuery(CREDENTIALS_BY_ID)
                .bind("id", id)
                .map(PostgresAccounts::toCredentials)
                .one();
    }

    private static Credentials toCredentials(ResultSet row, StatementContext context) throws SQLException {
        return new Credentials(
                PostgresRows.id(row, "id"),
                row.getString("password_hash"),
                row.getBoolean("disabled"),
                row.getBytes("totp_secret") == null ? null : kept(row),
                row.getLong("totp_last_step"));
    }

    void loggedIn(Handle handle, UUID id, Instant now) {
        handle.createUpdate("UPDATE users SET last_login_at = :now WHERE id = :id")
                .bind("now", now)
                .bind("id", id)
                .execute();
    }

    void changeProfile(
            Handle handle,
            UUID id,
            @Nullable String displayName,
            @Nullable String avatarUrl,
            @Nullable String bio,
            @Nullable String websiteUrl,
            Instant now) {
        handle.createUpdate(CHANGE_PROFILE)
                .bind("id", id)
                .bind("displayName", displayName)
                .bind("avatarUrl", avatarUrl)
                .bind("bio", bio)
                .bind("websiteUrl", websiteUrl)
                .bind("now", now)
                .execute();
    }

    void changeEmail(Handle handle, UUID id, String email) {
        handle.createUpdate(CHANGE_EMAIL)
                .bind("id", id)
                .bind("email", email)
                .bind("emailKey", EmailAddresses.key(email))
                .execute();
    }

    /// @param hash null for nothing that is right
    void setPassword(Handle handle, UUID id, @Nullable String hash, Instant now) {
        handle.createUpdate("UPDATE users SET password_hash = :hash, password_changed_at = :now WHERE id = :id")
                .bind("id", id)
                .bind("hash", hash)
                .bind("now", now)
                .execute();
    }

    void endSessions(Handle handle, UUID id, @Nullable UUID kept) {
        handle.createUpdate("DELETE FROM sessions WHERE user_id = :id AND id IS DISTINCT FROM CAST(:kept AS uuid)")
                .bind("id", id)
                .bind("kept", kept)
                .execute();
    }

    void setAdministrator(Handle handle, UUID id, boolean administrator) {
        handle.execute("UPDATE users SET is_admin = ? WHERE id = ?", administrator, id);
    }

    void setDisabled(Handle handle, UUID id, boolean disabled) {
        handle.execute("UPDATE users SET disabled_at = CASE WHEN ? THEN now() END WHERE id = ?", disabled, id);
    }

    void setEmailVerified(Handle handle, UUID id, boolean verified) {
        handle.execute("UPDATE users SET email_verified_at = CASE WHEN ? THEN now() END WHERE id = ?", verified, id);
    }

    /// Takes the address as proved, when the account says that very one and no other has proved it.
    boolean prove(Handle handle, UUID id, String email) {
        return handle.createUpdate(PROVE)
                        .bind("id", id)
                        .bind("emailKey", EmailAddresses.key(email))
                        .execute()
                == 1;
    }

    void setPlan(Handle handle, UUID id, String plan) {
        handle.execute("UPDATE owners SET plan = ? WHERE id = ?", plan, id);
    }

    long administrators(Handle handle) {
        return handle.createQuery("SELECT count(*) FROM users WHERE is_admin AND disabled_at IS NULL")
                .mapTo(Long.class)
                .one();
    }

    Optional<TotpState> totp(Handle handle, UUID id) {
        return handle.createQuery("""
                        SELECT id, totp_secret, totp_key_id, totp_confirmed_at IS NOT NULL AS confirmed, coalesce(totp_last_step, 0) AS last
                          FROM users
                         WHERE id = :id AND totp_secret IS NOT NULL
                           FOR UPDATE
                        """)
                .bind("id", id)
                .map((row, context) -> new TotpState(kept(row), row.getBoolean("confirmed"), row.getLong("last")))
                .findOne();
    }

    boolean beginTotp(Handle handle, UUID id, SecretKeys.Sealed sealed) {
        return handle.createUpdate(BEGIN_TOTP)
                        .bind("id", id)
                        .bind("secret", sealed.bytes())
                        .bind("keyId", sealed.keyId())
                        .execute()
                == 1;
    }

    boolean useTotpStep(Handle handle, UUID id, long step) {
        return handle.createUpdate(USE_TOTP_STEP)
                        .bind("id", id)
                        .bind("step", step)
                        .execute()
                == 1;
    }

    void confirmTotp(Handle handle, UUID id, long step, Instant now) {
        handle.createUpdate("UPDATE users SET totp_confirmed_at = :now, totp_last_step = :step WHERE id = :id")
                .bind("id", id)
                .bind("step", step)
                .bind("now", now)
                .execute();
    }

    void endTotp(Handle handle, UUID id) {
        handle.createUpdate(END_TOTP).bind("id", id).execute();
    }

    static SealedCodes.Kept kept(ResultSet row) throws SQLException {
        return new SealedCodes.Kept(
                PostgresRows.id(row, "id"), row.getString("totp_key_id"), row.getBytes("totp_secret"));
    }

    private static User user(ResultSet row, StatementContext context) throws SQLException {
        return new User(
                PostgresRows.id(row, "id"),
                row.getString("username"),
                row.getString("email"),
                row.getTimestamp("email_verified_at") != null,
                row.getString("display_name"),
                row.getString("avatar_url"),
                row.getString("bio"),
                row.getString("website_url"),
                row.getBoolean("is_admin"),
                row.getTimestamp("disabled_at") != null,
                row.getTimestamp("totp_confirmed_at") != null,
                row.getString("plan"),
                PostgresRows.instant(row, "created_at"),
                PostgresRows.instant(row, "updated_at"),
                PostgresRows.instantOrNull(row, "last_login_at"));
    }
}
