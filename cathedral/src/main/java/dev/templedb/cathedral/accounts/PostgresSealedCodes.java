package dev.templedb.cathedral.accounts;

import dev.templedb.cathedral.secrets.SecretKeys;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

final class PostgresSealedCodes {
    /// Said in ranges, which an index answers: at most starts there are none.
    static final String OTHERS = """
            SELECT id, totp_key_id, totp_secret
              FROM users
             WHERE totp_secret IS NOT NULL AND (totp_key_id IS NULL OR totp_key_id < :current OR totp_key_id > :current)
               AND id > :after
             ORDER BY id
             LIMIT :limit
               FOR UPDATE
            """;

    List<SealedCodes.Kept> others(Handle handle, String current, UUID after, int limit) {
        return handle.createQuery(OTHERS)
                .bind("current", current)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> PostgresAccounts.kept(row))
                .list();
    }

    void replace(Handle handle, UUID user, SecretKeys.Sealed sealed) {
        handle.createUpdate("UPDATE users SET totp_secret = :secret, totp_key_id = :keyId WHERE id = :id")
                .bind("secret", sealed.bytes())
                .bind("keyId", sealed.keyId())
                .bind("id", user)
                .execute();
    }
}
