package dev.templedb.cathedral.setup;

import jakarta.inject.Singleton;
import java.time.Duration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// The table `setup_tokens`.
@Singleton
final class PostgresSetupTokens {
    private final Jdbi jdbi;

    PostgresSetupTokens(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    boolean administratorsExist() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT EXISTS (SELECT FROM users WHERE is_admin)")
                .mapTo(Boolean.class)
                .one());
    }

    void add(byte[] hash, Duration lifetime) {
        jdbi.useTransaction(handle -> {
            handle.createUpdate("DELETE FROM setup_tokens WHERE expires_at < now()")
                    .execute();
            handle.createUpdate("""
                            INSERT INTO setup_tokens (token_hash, expires_at)
                            VALUES (:hash, now() + :lifetime)
                            """)
                    .bind("hash", hash)
                    .bind("lifetime", lifetime)
                    .execute();
        });
    }

    /// The row is locked until the transaction ends, so that of two who come at once the second finds it used.
    boolean redeem(Handle transaction, byte[] hash) {
        return transaction.createUpdate("""
                                UPDATE setup_tokens
                                SET used_at = now()
                                WHERE token_hash = :hash
                                  AND used_at IS NULL
                                  AND expires_at > now()
                                  AND NOT EXISTS (SELECT FROM users WHERE is_admin)
                                """).bind("hash", hash).execute() == 1;
    }
}
