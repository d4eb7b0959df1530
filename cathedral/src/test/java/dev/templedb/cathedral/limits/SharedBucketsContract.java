package dev.templedb.cathedral.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.cathedral.limits.Bucket.Unit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// What whoever keeps [SharedBuckets] promises. Each of them runs this unchanged.
abstract class SharedBucketsContract {
    /// A little comes back while a test runs.
    private static final Offset<Double> LITTLE = Offset.offset(1.0);

    /// As one node has them.
    abstract SharedBuckets node();

    /// As if so much time had passed for a bucket.
    abstract void timePasses(Bucket bucket, int seconds);

    static Bucket bucket(long perMinute) {
        return new Bucket(UUID.randomUUID().toString(), Unit.REQUESTS, perMinute);
    }

    @Test
    void a_bucket_that_nobody_has_used_is_full() {
        var taken = node().take(bucket(2), 5);

        assertThat(taken.taken()).isEqualTo(2);
        assertThat(taken.left()).isCloseTo(0, LITTLE);
    }

    @Test
    void nodes_take_of_one_bucket_what_is_there_and_no_more() {
        var bucket = bucket(3);

        assertThat(node().take(bucket, 2).taken()).isEqualTo(2);
        assertThat(node().take(bucket, 2).taken()).isEqualTo(1);
        assertThat(node().take(bucket, 2).taken()).isZero();
        assertThat(node().take(bucket(3), 2).taken()).as("of another bucket").isEqualTo(2);
    }

    @Test
    void a_bucket_is_filled_up_evenly_within_a_minute_and_does_not_run_over() {
        var bucket = bucket(60);
        node().take(bucket, 60);

        timePasses(bucket, 30);
        assertThat(node().take(bucket, 20).taken()).isEqualTo(20);
        assertThat(node().take(bucket, 60).taken()).isBetween(10L, 15L);

        timePasses(bucket, 3600);
        assertThat(node().take(bucket, 100).taken()).isEqualTo(60);
    }

    @Test
    void what_was_taken_though_it_was_not_there_is_a_debt() {
        var bucket = bucket(1000);
        node().charge(bucket, 3000);

        var refused = node().take(bucket, 1);
        assertThat(refused.taken()).isZero();
        assertThat(refused.left()).isCloseTo(-2000, Offset.offset(200.0));

        timePasses(bucket, 90);
        assertThat(node().take(bucket, 1).taken()).isZero();
        timePasses(bucket, 60);
        assertThat(node().take(bucket, 1).taken()).isEqualTo(1);
    }

    @Test
    void bytes_of_large_buckets_are_exact() {
        long most = 1L << 40;
        var bucket = bucket(most);

        assertThat(node().take(bucket, most).taken()).isEqualTo(most);
    }

    @Test
    void an_empty_bucket_gives_nothing() {
        assertThat(node().take(bucket(0), 1).taken()).isZero();
    }

    @Test
    void of_those_who_take_at_once_nobody_gets_what_another_one_has() throws Exception {
        var bucket = bucket(10);
        Callable<Long> take = () -> node().take(bucket, 1).taken();

        var taken = new ArrayList<Long>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (var one : threads.invokeAll(Collections.nCopies(24, take))) {
                taken.add(one.get());
            }
        }

        assertThat(taken.stream().mapToLong(Long::longValue).sum()).isBetween(10L, 12L);
    }
}
