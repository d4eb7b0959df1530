package dev.templedb.cathedral.idempotency;

import dev.templedb.cathedral.sql.Json;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

final class PostgresStoredAnswers {
    private static final String ADD = """
            INSERT INTO idempotency_keys (caller, key, request_hash, node, created_at)
            VALUES (:caller, :key, :hash, :node, :now)
            ON CONFLICT DO NOTHING
            """;

    private static final String FIND = """
            SELECT request_hash, node, status, headers, body
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

    private static final String TAKE_OVER = """
            UPDATE idempotency_keys SET node = :node, created_at = :now
             WHERE caller = :caller AND key = :key AND status IS NULL AND node = :dead
            """;

    /// A request that has come before, and the node that answers it, as far as it is known.
    record Row(StoredAnswers.Kept kept, @Nullable Integer node) {}

    boolean add(Handle handle, String caller, String key, String hash, int node, Instant now) {
        return handle.createUpdate(ADD)
                        .bind("caller", caller)
                        .bind("key", key)
                        .bind("hash", hash)
                        .bind("node", node)
                        .bind("now", now)
                        .execute()
                == 1;
    }

    /// Lets this node answer what one that is gone had begun to.
    ///
    /// @return false when another one does already
    boolean takeOver(Handle handle, String caller, String key, int node, int dead, Instant now) {
        return handle.createUpdate(TAKE_OVER)
                        .bind("caller", caller)
                        .bind("key", key)
                        .bind("node", node)
                        .bind("dead", dead)
                        .bind("now", now)
                        .execute()
                == 1;
    }

    Optional<Row> find(Handle handle, String caller, String key) {
        return handle.createQuery(FIND)
                .bind("caller", caller)
                .bind("key", key)
                .map((row, context) -> {
                    int status = row.getInt("status");
                    var headers = Json.read(row.getString("headers")).entrySet().stream()
                            .collect(Collectors.toMap(
                                    entry -> entry.getKey(), entry -> String.valueOf(entry.getValue())));
                    byte[] body = row.getBytes("body");
                    var kept = new StoredAnswers.Kept(
                            row.getString("request_hash"),
                            status == 0
                                    ? null
                                    : new StoredAnswers.Answer(status, headers, body == null ? new byte[0] : body));
                    return new Row(kept, row.getObject("node", Integer.class));
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
