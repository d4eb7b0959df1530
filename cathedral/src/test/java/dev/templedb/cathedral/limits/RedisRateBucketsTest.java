package dev.templedb.cathedral.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.cathedral.redis.Redis;
import dev.templedb.cathedral.testing.MigratedDatabase;
import dev.templedb.testkit.RedisServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class RedisRateBucketsTest extends SharedBucketsContract {
    @RegisterExtension
    static final MigratedDatabase DATABASE = new MigratedDatabase();

    private static RedisServer server;
    private static Redis first;
    private static Redis second;

    private int asked;

    @BeforeAll
    static void start(@TempDir Path directory) {
        server = RedisServer.start(directory);
        first = new Redis(Optional.of(server.url()));
        second = new Redis(Optional.of(server.url()));
    }

    @AfterAll
    static void stop() {
        first.close();
        second.close();
        server.close();
    }

    @Override
    synchronized SharedBuckets node() {
        return new RedisRateBuckets(asked++ % 2 == 0 ? first : second);
    }

    @Override
    void timePasses(Bucket bucket, int seconds) {
        first.run(
                "redis.call('HINCRBYFLOAT', KEYS[1], 'at', -ARGV[1]) return {}",
                "bucket:" + bucket.key(),
                List.of(Integer.toString(seconds)));
    }

    @Test
    void while_it_is_away_the_database_keeps_the_buckets() {
        var database = new PostgresRateBuckets(DATABASE.jdbi());
        var buckets = new SteadyBuckets(first, new RedisRateBuckets(first), database);
        var bucket = bucket(2);
        assertThat(buckets.take(bucket, 2).taken()).isEqualTo(2);
        long failures = first.failures();

        server.kill();
        assertThat(buckets.take(bucket, 2).taken()).as("of the database").isEqualTo(2);
        assertThat(buckets.take(bucket, 2).taken()).isZero();
        assertThat(first.isThere()).isFalse();
        assertThat(first.failures()).as("it is not asked again at once").isEqualTo(failures + 1);

        server.restart();
        RedisServer.await(first::isThere);
        var other = bucket(2);
        buckets.take(other, 1);
        assertThat(database.take(other, 2).taken())
                .as("nobody has used it there")
                .isEqualTo(2);
    }
}
