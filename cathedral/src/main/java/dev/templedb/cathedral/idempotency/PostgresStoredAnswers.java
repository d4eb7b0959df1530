package dev.templedb.cathedral.idempotency;

import dev.templedb.cathedral.sql.Json;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

final class PostgresStoredAnswers {
    private static final String ADD = """
            INSERT INTO idempotency_keys (caller, key, request_hash, created_at)
            VALUES (:caller, :key, :hash, :now)
            ON CONFLICT DO NOTHING
            """;

    private static final String FIND = """
            SELECT request_hash, status, headers, body
              FROM idempotency_keys
             WHERE caller = :caller AND key = :key
            """;

    private static final String KEEP = """
            UPDATE idempotency_keys
               SET status = :status, headers = CAST(:headers AS jsonb), body = :body
             WHERE caller = :caller AND key = :key
            """;

    private static final String FORGET_OLD = """
            DELETE FROM idempotency_keys
             WHERE created_at < :before
                OR caller = :caller AND key = :key AND status IS NULL AND created_at < :cutOff
            """;

    boolean add(Handle handle, String caller, String key, String hash, Instant now) {
        return handle.createUpdate(ADD)
                        .bind("caller", caller)
                        .bind("key", key)
                        .bind("hash", hash)
                        .bind("now", now)
                        .execute()
                == 1;
    }

    Optional<StoredAnswers.Kept> find(Handle handle, String caller, String key) {
        return handle.createQuery(FIND)
                .bind("caller", caller)
                .bind("key", key)
                .map((row, context) -> {
                    int status = row.getInt("status");
                    var headers = Json.read(row.getString("headers")).entrySet().stream()
                            .collect(Collectors.toMap(
                                    entry -> entry.getKey(), entry -> String.valueOf(entry.getValue())));
                    byte[] body = row.getBytes("body");
                    return new StoredAnswers.Kept(
                            row.getString("request_hash"),
                            status == 0
                                    ? null
                                    : new StoredAnswers.Answer(status, headers, body == null ? new byte[0] : body));
                })
                .findOne();
    }

    void keep(Handle handle, String caller, String key, StoredAnswers.Answer answer) {
        handle.createUpdate(KEEP)
                .bind("caller", caller)
                .bind("key", key)
                .bind("status", answer.status())
                .bind("headers", Json.write(answer.headers()))
                .bind("body", answer.body())
                .execute();
    }

    void remove(Handle handle, String caller, String key) {
        handle.execute("DELETE FROM idempotency_keys WHERE caller = ? AND key = ?", caller, key);
    }

    void forgetOld(Handle handle, String caller, String key, Instant before, Instant cutOff) {
        handle.createUpdate(FORGET_OLD)
                .bind("caller", caller)
                .bind("key", key)
                .bind("before", before)
                .bind("cutOff", cutOff)
                .execute();
    }
}
