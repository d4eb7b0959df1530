package dev.templedb.cathedral.answers;

import dev.templedb.cathedral.audit.AuditLog;
import dev.templedb.cathedral.redis.Redis;
import dev.templedb.cathedral.redis.RedisAway;
import dev.templedb.core.Sha256;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/// Keeps answers that everybody gets, under what was asked and the hash of the last entry of the audit log, which is
/// read from the database before. Whatever changes who may see what writes an entry in its own transaction: from its
/// commit on, no node finds an answer from before, whether Redis is there or not, and without anything that has to be
/// sent to it. What is in no audit log, such as the number of stars, may be as old as an answer is kept.
@Singleton
public final class RecentAnswers {
    private static final Duration KEPT = Duration.ofSeconds(30);
    private static final int LONGEST = 256 << 10;

    private final Redis redis;
    private final AuditLog audit;
    private final Jdbi jdbi;

    public RecentAnswers(Redis redis, AuditLog audit, Jdbi jdbi) {
        this.redis = redis;
        this.audit = audit;
        this.jdbi = jdbi;
    }

    /// The name of the answer to a question as things are now, to be taken before the answer is made; empty when
    /// none
    /// is kept.
    Optional<String> name(String question) {
        if (!redis.isThere()) {
            return Optional.empty();
        }
        return Optional.ofNullable(jdbi.withHandle(audit::lastHash))
                .map(now -> "answer:"
                        + Sha256.of((now + "\n" + question).getBytes(StandardCharsets.UTF_8))
                                .hex());
    }

    Optional<byte[]> find(String name) {
        try {
            return redis.get(name);
        } catch (RedisAway without) {
            return Optional.empty();
        }
    }

    /// Keeps an answer that was made after its name was.
    void keep(String name, byte[] answer) {
        if (answer.length > LONGEST) {
            return;
        }
        try {
            redis.set(name, answer, KEPT);
        } catch (RedisAway without) {
            // Then it is made again.
        }
    }
}
