package dev.templedb.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.testkit.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two servers on one PostgreSQL with one Redis, which may go away.
@Tag("thorough")
class RedisNodesTest {
    private static final String LIST = "/api/v1/projects?limit=20";

    @TempDir
    private Path scratch;

    @Test
    void nobody_sees_more_because_of_what_redis_keeps_and_the_servers_go_on_without_it() throws Exception {
        try (var redis = RedisServer.start(Files.createDirectories(scratch.resolve("redis")));
                var one = RunningServer.start(scratch.resolve("one"), settings(redis, Map.of()));
                var other = RunningServer.start(
                        scratch.resolve("other"), settings(redis, Map.of("CATHEDRAL_DATABASE_URL", one.database())))) {
            var ada = Pusher.register(one, "ada");
            ada.post(one, "/projects", "{\"slug\": \"seen\", \"visibility\": \"public\"}");
            assertThat(one.get(LIST).body()).contains("\"seen\"");
            for (int time = 0; time < 2; time++) {
                assertThat(other.get(LIST).body()).contains("\"seen\"");
            }
            assertThat(other.get("/metrics").body())
                    .contains("cathedral_redis_there 1.0", "cathedral_redis_answers_total{outcome=\"found\"} 1.0");

            hide(ada, one);
            assertThat(other.get(LIST).body()).doesNotContain("\"seen\"");
            assertThat(ada.get(other, "/projects/ada/seen").statusCode()).isEqualTo(200);
            RunningServer.admin(0, one.directory(), "", "reset", "ada", "--revoke-tokens");
            assertThat(ada.get(other, "/projects/ada/seen").statusCode()).isEqualTo(401);

            goesOnWithout(redis, one);
        }
    }

    private static Map<String, String> settings(RedisServer redis, Map<String, String> more) {
        var settings = new HashMap<>(more);
        settings.put("CATHEDRAL_REDIS_URL", redis.url());
        return settings;
    }

    private static void hide(Pusher ada, RunningServer server) throws Exception {
        var hidden = Pusher.send(ada.request(server, "/projects/ada/seen")
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"visibility\": \"private\"}")));
        assertThat(hidden.statusCode()).as(hidden.body()).isEqualTo(200);
    }

    private static void goesOnWithout(RedisServer redis, RunningServer server) throws Exception {
        redis.kill();
        assertThat(server.get(LIST).statusCode()).isEqualTo(200);
        var health = server.get("/health/ready");
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body()).contains("\"away\"");
        assertThat(server.log()).doesNotContain("s3cret");

        redis.restart();
        RedisServer.await(() -> isBack(server));
        assertThat(server.get(LIST).statusCode()).isEqualTo(200);
    }

    private static boolean isBack(RunningServer server) {
        try {
            return server.get("/health/ready").body().contains("\"there\"");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
