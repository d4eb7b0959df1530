package dev.templedb.cathedral.accounts;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// The table `password_resets`, and what a reset does with the tokens of a user.
final class PostgresPasswordResets {
    private static final String ADD = """
            INSERT INTO password_resets (token_hash, user_id, created_at, expires_at) VALUES (:hash, :user, :now, :expires)
            """;
    private static final String FORGET = "DELETE FROM password_resets WHERE user_id = :user";
    private static final String USE =
            "DELETE FROM password_resets WHERE token_hash = :hash AND expires_at > :now RETURNING user_id";
    private static final String REVOKE_TOKENS =
            "UPDATE access_tokens SET revoked_at = :now WHERE user_id = :user AND revoked_at IS NULL";

    void add(Handle handle, UUID user, String hash, Instant now, Instant expires) {
        handle.createUpdate(ADD)
                .bind("hash", hash)
                .bind("user", user)
                .bind("now", now)
                .bind("expires", expires)
                .execute();
    }

    void forget(Handle handle, UUID user) {
        handle.createUpdate(FORGET).bind("user", user).execute();
    }

    /// @return whose it was, when it was good
    Optional<UUID> use(Handle handle, String hash, Instant now) {
        return handle.createQuery(USE)
                .bind("hash", hash)
                .bind("now", now)
                .mapTo(UUID.class)
                .findOne();
    }

    int revokeTokens(Handle handle, UUID user, Instant now) {
        return handle.createUpdate(REVOKE_TOKENS)
                .bind("user", user)
                .bind("now", now)
                .execute();
    }
}
