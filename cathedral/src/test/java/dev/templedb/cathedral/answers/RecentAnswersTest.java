package dev.templedb.cathedral.answers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.cathedral.audit.AuditLog;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.redis.Redis;
import dev.templedb.cathedral.testing.MigratedDatabase;
import dev.templedb.testkit.RedisServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class RecentAnswersTest {
    @RegisterExtension
    static final MigratedDatabase DATABASE = new MigratedDatabase();

    private static final byte[] ANSWER = "[]".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private final Jdbi jdbi = DATABASE.jdbi();
    private final AuditLog audit = new AuditLog(jdbi, Clock.systemUTC());

    private void change() {
        jdbi.useTransaction(handle -> audit.record(handle, Caller.SERVER, "project.edit", null, Map.of()));
    }

    @Test
    void an_answer_is_found_at_every_node_until_anything_changes() {
        change();
        try (var server = RedisServer.start(directory);
                var redis = new Redis(Optional.of(server.url()));
                var another = new Redis(Optional.of(server.url()))) {
            var node = new RecentAnswers(redis, audit, jdbi);
            var other = new RecentAnswers(another, audit, jdbi);
            String name = node.name("GET /projects").orElseThrow();
            assertThat(node.find(name)).isEmpty();
            node.keep(name, ANSWER);
            assertThat(other.find(other.name("GET /projects").orElseThrow())).isPresent();
            assertThat(other.find(other.name("GET /search").orElseThrow())).isEmpty();

            change();
            assertThat(node.find(node.name("GET /projects").orElseThrow())).isEmpty();
            assertThat(other.find(other.name("GET /projects").orElseThrow())).isEmpty();
            // Made from what was before the change, and kept after it.
            node.keep(name, ANSWER);
            assertThat(other.find(other.name("GET /projects").orElseThrow())).isEmpty();
        }
    }

    @Test
    void what_changes_while_redis_is_away_is_not_answered_from_before_when_it_is_back() {
        change();
        try (var server = RedisServer.start(directory);
                var redis = new Redis(Optional.of(server.url()))) {
            var node = new RecentAnswers(redis, audit, jdbi);
            String before = node.name("GET /projects").orElseThrow();
            node.keep(before, ANSWER);

            server.kill();
            assertThat(node.find(before)).isEmpty();
            node.keep(before, ANSWER);
            assertThat(node.name("GET /projects")).isEmpty();
            change();

            server.restart();
            RedisServer.await(redis::isThere);
            assertThat(node.name("GET /projects"))
                    .hasValueSatisfying(now -> assertThat(now).isNotEqualTo(before));
        }
    }

    @Test
    void without_redis_none_is_kept() {
        try (var none = new Redis(Optional.empty())) {
            assertThat(new RecentAnswers(none, audit, jdbi).name("GET /projects"))
                    .isEmpty();
        }
    }
}
