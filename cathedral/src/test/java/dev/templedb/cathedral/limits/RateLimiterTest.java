package dev.templedb.cathedral.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.cathedral.audit.AuditLog;
import dev.templedb.cathedral.limits.Bucket.Unit;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.Origin;
import dev.templedb.cathedral.quotas.PlanSettings;
import dev.templedb.cathedral.quotas.Plans;
import dev.templedb.cathedral.quotas.Quotas;
import dev.templedb.cathedral.settings.Setting;
import dev.templedb.cathedral.settings.Settings;
import dev.templedb.cathedral.settings.SettingsSource;
import dev.templedb.cathedral.testing.MigratedDatabase;
import dev.templedb.cathedral.testing.People;
import dev.templedb.testkit.SettableClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Buckets that are filled up so slowly that nothing comes back while a test runs, unless it sets the time back.
class RateLimiterTest {
    @RegisterExtension
    static final MigratedDatabase DATABASE = new MigratedDatabase();

    private final Jdbi jdbi = DATABASE.jdbi();
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-30T12:00:00Z"));
    private final RateLimiter node = new RateLimiter(new PostgresRateBuckets(jdbi), clock);
    private final RateLimiter otherNode = new RateLimiter(new PostgresRateBuckets(jdbi), clock);

    private static Bucket bucket(long perMinute) {
        return new Bucket(UUID.randomUUID().toString(), Unit.REQUESTS, perMinute);
    }

    private double shared(Bucket bucket) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT tokens FROM rate_buckets WHERE key = :key")
                .bind("key", bucket.key())
                .mapTo(Double.class)
                .one());
    }

    private void timePasses(Bucket bucket, int seconds) {
        clock.advance(Duration.ofSeconds(seconds));
        jdbi.useHandle(handle -> handle.createUpdate(
                        "UPDATE rate_buckets SET refilled_at = refilled_at - :seconds * interval '1 s' WHERE key = :key")
                .bind("seconds", seconds)
                .bind("key", bucket.key())
                .execute());
    }

    @Test
    void nodes_give_out_of_one_bucket() {
        var bucket = bucket(2);

        assertThat(node.take(bucket, 1).allowed()).isTrue();
        assertThat(otherNode.take(bucket, 1).allowed()).isTrue();
        var refused = node.take(bucket, 1);

        assertThat(refused.allowed()).isFalse();
        assertThat(refused.left()).isZero();
        assertThat(refused.pause()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(30));
        assertThat(otherNode.take(bucket, 1).allowed()).isFalse();

        timePasses(bucket, 35);
        assertThat(node.take(bucket, 1).allowed()).isTrue();
        assertThat(otherNode.take(bucket, 1).allowed()).isFalse();
    }

    @Test
    void one_request_of_a_slice_asks_the_database() {
        var bucket = bucket(6000);

        var verdicts =
                IntStream.range(0, 300).mapToObj(_ -> node.take(bucket, 1)).toList();

        assertThat(verdicts).allMatch(RateLimiter.Verdict::allowed);
        assertThat(verdicts.getLast().left()).isEqualTo(5700);
        // The first one has taken all 300; a second statement would have taken as many again.
        assertThat(shared(bucket)).isEqualTo(5700);
    }

    @Test
    void an_empty_bucket_is_not_asked_again_at_once() {
        var bucket = bucket(1);
        node.take(bucket, 1);
        assertThat(node.take(bucket, 1).allowed()).isFalse();
        jdbi.useHandle(handle -> handle.execute("UPDATE rate_buckets SET tokens = 1 WHERE key = ?", bucket.key()));

        assertThat(node.take(bucket, 1).allowed()).isFalse();
        clock.advance(Duration.ofSeconds(6));
        assertThat(node.take(bucket, 1).allowed()).isTrue();
    }

    @Test
    void what_was_sent_beyond_the_bucket_is_waited_for() {
        var bucket = bucket(1000);
        assertThat(node.look(bucket).allowed()).isTrue();
        node.charge(bucket, 3000);

        assertThat(otherNode.look(bucket).pause()).isBetween(Duration.ofSeconds(110), Duration.ofSeconds(125));
        timePasses(bucket, 130);
        assertThat(node.look(bucket).allowed()).isTrue();
    }

    @Test
    void no_limit_writes_nothing() {
        var bucket = bucket(Long.MAX_VALUE);

        assertThat(node.take(bucket, 1).allowed()).isTrue();
        node.charge(bucket, 1L << 40);

        assertThat(jdbi.<Long, RuntimeException>withHandle(
                        handle -> handle.createQuery("SELECT count(*) FROM rate_buckets WHERE key = :key")
                                .bind("key", bucket.key())
                                .mapTo(Long.class)
                                .one()))
                .isZero();
    }

    private RequestLimits limits(Map<String, String> values) {
        var settings = Settings.of(
                Stream.of(LimitSettings.ALL, PlanSettings.ALL)
                        .<Setting<?>>flatMap(List::stream)
                        .toList(),
                List.of(new SettingsSource("test", values)));
        return new RequestLimits(node, new Plans(settings), jdbi, settings, clock);
    }

    @Test
    void attempts_to_get_in_are_counted_by_address_and_by_network_of_version_6() {
        var limits = limits(Map.of("limits.sign-in.requests", "2"));
        limits.attempt("192.0.2.1");
        limits.attempt("192.0.2.1");
        limits.attempt("2001:db8:0:1::1");
        limits.attempt("2001:db8:0:1:ffff::2");

        assertThatThrownBy(() -> limits.attempt("192.0.2.1"))
                .isInstanceOfSatisfying(
                        RateLimited.class,
                        limited -> assertThat(limited.retryAfter()).isBetween(1L, 30L));
        assertThatThrownBy(() -> limits.attempt("2001:db8:0:1::3")).isInstanceOf(RateLimited.class);
        limits.attempt("192.0.2.2");
        limits.attempt("2001:db8:0:2::1");
    }

    @Test
    void a_user_has_the_limits_of_the_plan_and_each_token_its_own() {
        var user = new People(jdbi).user("limited");
        var limits = limits(Map.of("plans.team.requests", "3", "limits.token.requests", "2"));
        var settings = Settings.of(PlanSettings.ALL, List.of());
        jdbi.useTransaction(handle -> new Quotas(new Plans(settings), new AuditLog(jdbi, Clock.systemUTC()))
                .agree(handle, People.anonymous(), "limited", new Quotas.Agreement("team", null, null, null)));
        var first = withToken(user);
        var second = withToken(user);

        limits.draw(first, true);
        limits.draw(first, true);
        assertThatThrownBy(() -> limits.draw(first, true))
                .isInstanceOfSatisfying(
                        RateLimited.class,
                        limited -> assertThat(limited.perMinute()).isEqualTo(2));
        limits.draw(second, true);
        assertThatThrownBy(() -> limits.draw(second, true))
                .isInstanceOfSatisfying(
                        RateLimited.class,
                        limited -> assertThat(limited.perMinute()).isEqualTo(3));
        assertThat(limits.draw(second, false)).isNotEmpty();
    }

    private static Caller withToken(UUID user) {
        var identity = new Caller.Identity(user, "limited", false, java.util.Set.of(), null, UUID.randomUUID(), null);
        return new Caller(identity, Origin.SERVER);
    }
}
