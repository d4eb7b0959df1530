package dev.templedb.cathedral.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.testkit.RedisServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisTest {
    @TempDir
    Path directory;

    @Test
    void what_is_kept_is_found_until_the_server_is_gone() {
        try (var server = RedisServer.start(directory);
                var redis = new Redis(Optional.of(server.url()))) {
            assertThat(redis.isThere()).isTrue();
            redis.set("one", "kept".getBytes(StandardCharsets.UTF_8), Duration.ofMinutes(1));
            assertThat(redis.get("one"))
                    .hasValueSatisfying(bytes ->
                            assertThat(bytes).asString(StandardCharsets.UTF_8).isEqualTo("kept"));
            assertThat(redis.get("another")).isEmpty();
            assertThat(redis.run("return {ARGV[1], KEYS[1]}", "key", List.of("given")))
                    .containsExactly("given", "cathedral:key");

            server.kill();
            assertThatThrownBy(() -> redis.get("one")).isInstanceOf(RedisAway.class);
            assertThat(redis.isThere()).isFalse();

            server.restart();
            RedisServer.await(redis::isThere);
            assertThat(redis.get("one")).as("nothing is kept on the disk").isEmpty();
        }
    }

    @Test
    void a_wrong_password_and_a_server_without_encryption_are_none() {
        try (var server = RedisServer.start(directory)) {
            for (var wrong : List.of(
                    server.url().replace("s3cret", "other"), server.url().replace("redis:", "rediss:"))) {
                try (var redis = new Redis(Optional.of(wrong))) {
                    assertThatThrownBy(() -> redis.get("one")).isInstanceOf(RedisAway.class);
                }
            }
        }
    }

    @Test
    void an_address_that_is_none_is_refused_without_showing_it() {
        for (String wrong :
                List.of("http://:s3cret@example.org", "redis://:s3cret@", "redis://:s3 cret@x/0", "redis://x/a")) {
            assertThatThrownBy(() -> new Redis(Optional.of(wrong)))
                    .hasMessageContaining("redis.url")
                    .hasMessageNotContaining("cret");
        }
    }

    @Test
    void without_the_setting_nothing_of_the_client_is_there() {
        try (var none = new Redis(Optional.empty())) {
            assertThat(none.isSet()).isFalse();
            assertThat(none.isThere()).isFalse();
            assertThatThrownBy(() -> none.get("one")).isInstanceOf(RedisAway.class);
            assertThat(none.failures()).isZero();
        }
    }
}
