package dev.templedb.cathedral.login;

import dev.templedb.core.Sha256;
import java.nio.charset.StandardCharsets;
import org.jdbi.v3.core.Handle;

final class PostgresSetupLinks {
    private static final String USE = """
            UPDATE setup_tokens
               SET used_at = now()
             WHERE token_hash = :hash AND used_at IS NULL AND expires_at > now()
            """;

    boolean use(Handle handle, String token) {
        return handle.createUpdate(USE)
                        .bind(
                                "hash",
                                Sha256.of(token.getBytes(StandardCharsets.UTF_8))
                                        .bytes())
                        .execute()
                == 1;
    }
}
