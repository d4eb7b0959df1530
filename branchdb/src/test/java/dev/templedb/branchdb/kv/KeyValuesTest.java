package dev.templedb.branchdb.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.branchdb.DatabaseBranch;
import dev.templedb.branchdb.Databases;
import dev.templedb.branchdb.Tenant;
import dev.templedb.branchdb.catalog.TenantRow;
import dev.templedb.branchdb.changes.Change;
import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.testkit.SettableClock;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyValuesTest {
    @TempDir
    Path directory;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-30T12:00:00Z"));
    private Databases databases;
    private DatabaseBranch main;
    private Tenant tenant;
    private KeyValues kv;

    @BeforeEach
    void open() {
        databases = Databases.init(directory);
        main = databases.create("app").main();
        tenant = main.createTenant("t1");
        kv = tenant.kv(clock);
    }

    @AfterEach
    void close() {
        databases.close();
    }

    /// case 78
    @Test
    void case_78_what_is_read_has_the_type_and_the_value_of_what_was_written() {
        var values = List.of(
                new Value.Text("text"),
                new Value.Text(""),
                new Value.Text("häßlich \uD83D\uDE00 \u0000 \n"),
                new Value.Text("x".repeat(1 << 20)),
                new Value.Int(0),
                new Value.Int((1L << 53) + 1),
                new Value.Int(Long.MIN_VALUE),
                new Value.Real(5.0),
                new Value.Real(-0.0),
                new Value.Real(0.1),
                new Value.Real(Double.MIN_VALUE),
                new Value.Real(Double.NEGATIVE_INFINITY),
                new Value.Decimal(new BigDecimal("1.50")),
                new Value.Decimal(new BigDecimal("-123456789012345678901234567890.000000000000000001")),
                new Value.Decimal(new BigDecimal("1E+9")),
                new Value.Bool(true),
                new Value.Bool(false),
                new Value.Bytes(new byte[0]),
                new Value.Bytes(new byte[] {0, 1, -1}),
                new Value.Bytes(new byte[1 << 20]),
                new Value.Json("[]"),
                new Value.Json("{}"),
                new Value.Json("{\"b\": [1, 2.50, 12345678901234567890, null], \"a\": \"\u00e4\"}"),
                Value.NULL);

        for (int i = 0; i < values.size(); i++) {
            kv.set("k" + i, values.get(i));
            kv.set("same", values.get(i));
            assertThat(kv.get("same")).contains(values.get(i));
        }

        for (int i = 0; i < values.size(); i++) {
            assertThat(kv.get("k" + i)).contains(values.get(i));
        }
        assertThat(kv.get("none")).isEmpty();
        assertThat(kv.count(KeyValues.ALL)).isEqualTo(values.size() + 1L);
    }

    @Test
    void case_78_what_no_type_can_hold_is_no_value() {
        assertFails(() -> new Value.Text("\uD800"), ErrorCode.KV_VALUE_INVALID, "half a surrogate pair");
        assertFails(() -> new Value.Real(Double.NaN), ErrorCode.KV_VALUE_INVALID, "NaN");
        assertFails(() -> new Value.Json("{\"a\": }"), ErrorCode.KV_VALUE_INVALID, "line 1, column 7");
        assertFails(() -> new Value.Decimal(new BigDecimal("1E+1001")), ErrorCode.KV_VALUE_INVALID, "1000 digits");
        assertFails(
                () -> new Value.Bytes(new byte[Value.MOST_BYTES + 1]), ErrorCode.KV_VALUE_INVALID, "at most 67108864");
    }

    /// case 79
    @Test
    void case_79_what_cannot_be_a_key_is_refused_by_every_method() {
        for (var key : List.of("", "x".repeat(256), "__x", "a\nb", "a\tb", "a\u0000b", "a\uD800", "a\u202Eb")) {
            assertFails(() -> kv.set(key, Value.NULL), ErrorCode.KV_KEY_INVALID, "key");
            assertFails(() -> kv.get(key), ErrorCode.KV_KEY_INVALID, "key");
            assertFails(() -> kv.delete(List.of("a", key)), ErrorCode.KV_KEY_INVALID, "key");
            assertFails(() -> kv.exists(key), ErrorCode.KV_KEY_INVALID, "key");
            assertFails(() -> kv.getAll(List.of(key)), ErrorCode.KV_KEY_INVALID, "key");
            assertFails(() -> kv.setAll(Map.of("a", Value.NULL, key, Value.NULL)), ErrorCode.KV_KEY_INVALID, "key");
            assertFails(() -> kv.setIfAbsent(key, Value.NULL), ErrorCode.KV_KEY_INVALID, "key");
            assertFails(() -> kv.increment(key, 1), ErrorCode.KV_KEY_INVALID, "key");
            assertFails(() -> kv.ttl(key), ErrorCode.KV_KEY_INVALID, "key");
            assertFails(() -> kv.expire(key, Duration.ofSeconds(1)), ErrorCode.KV_KEY_INVALID, "key");
            assertFails(() -> kv.persist(key), ErrorCode.KV_KEY_INVALID, "key");
        }
        assertThat(kv.count("*")).isZero();
        var longest = "\uD83D\uDE00".repeat(255);
        kv.set(longest, Value.NULL);
        kv.set("with blank _%*", Value.NULL);
        assertThat(kv.keys("*")).containsExactly("with blank _%*", longest);
    }

    /// case 80
    @Test
    void case_80_a_key_that_has_expired_is_not_there() {
        for (var ttl : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(1_000_000_000))) {
            assertFails(() -> kv.set("a", Value.NULL, ttl), ErrorCode.KV_TTL_INVALID, "time to live");
            assertFails(() -> kv.setIfAbsent("a", Value.NULL, ttl), ErrorCode.KV_TTL_INVALID, "time to live");
            assertFails(() -> kv.expire("a", ttl), ErrorCode.KV_TTL_INVALID, "time to live");
        }
        kv.set("a", new Value.Int(1), Duration.ofSeconds(10));
        kv.set("b", new Value.Int(2));
        assertThat(kv.ttl("a")).isEqualTo(new TimeToLive.Left(Duration.ofSeconds(10)));
        assertThat(kv.ttl("b")).isEqualTo(new TimeToLive.Forever());
        assertThat(kv.ttl("c")).isEqualTo(new TimeToLive.Missing());

        clock.advance(Duration.ofMillis(9_999));
        assertThat(kv.get("a")).contains(new Value.Int(1));
        clock.advance(Duration.ofMillis(1));

        assertThat(kv.get("a")).isEmpty();
        assertThat(kv.exists("a")).isFalse();
        assertThat(kv.getAll(List.of("a", "b"))).containsOnlyKeys("b");
        assertThat(kv.keys("*")).containsExactly("b");
        assertThat(kv.count("*")).isEqualTo(1);
        assertThat(kv.storageBytes("*")).isEqualTo(9);
        assertThat(kv.ttl("a")).isEqualTo(new TimeToLive.Missing());
        assertThat(kv.delete(List.of("a"))).isZero();
        assertThat(kv.expire("a", Duration.ofSeconds(1))).isFalse();
        assertThat(kv.persist("a")).isFalse();
        assertThat(kv.setIfAbsent("a", new Value.Int(3))).isTrue();
        assertThat(kv.ttl("a")).isEqualTo(new TimeToLive.Forever());
    }

    @Test
    void case_80_a_time_to_live_can_be_given_and_taken_away_later() {
        kv.set("a", Value.NULL);
        assertThat(kv.persist("a")).isFalse();
        assertThat(kv.expire("a", Duration.ofNanos(1))).isTrue();
        assertThat(kv.ttl("a")).isEqualTo(new TimeToLive.Left(Duration.ofMillis(1)));
        assertThat(kv.persist("a")).isTrue();
        clock.advance(Duration.ofDays(1));
        assertThat(kv.exists("a")).isTrue();

        kv.setAll(Map.of("b", Value.NULL, "c", Value.NULL), Duration.ofSeconds(5));
        kv.set("b", Value.NULL);
        clock.advance(Duration.ofSeconds(5));
        assertThat(kv.deleteExpired()).isEqualTo(1);
        assertThat(kv.deleteExpired()).isZero();
        assertThat(kv.keys("*")).containsExactly("a", "b");
    }

    /// case 81
    @Test
    void case_81_setting_if_absent_and_incrementing() {
        assertThat(kv.setIfAbsent("lock", new Value.Text("mine"))).isTrue();
        assertThat(kv.setIfAbsent("lock", new Value.Text("yours"), Duration.ofSeconds(1)))
                .isFalse();
        assertThat(kv.get("lock")).contains(new Value.Text("mine"));
        assertThat(kv.ttl("lock")).isEqualTo(new TimeToLive.Forever());

        assertThat(kv.increment("n", 5)).isEqualTo(new Value.Int(5));
        assertThat(kv.increment("n", -7)).isEqualTo(new Value.Int(-2));
        assertThat(kv.increment("n", new Value.Decimal(new BigDecimal("0.10"))))
                .isEqualTo(new Value.Decimal(new BigDecimal("-1.90")));
        assertThat(kv.increment("r", new Value.Real(0.5))).isEqualTo(new Value.Real(0.5));
        assertThat(kv.increment("r", 1)).isEqualTo(new Value.Real(1.5));
        for (var value : List.of(new Value.Text("1"), new Value.Bool(true), Value.NULL, new Value.Json("1"))) {
            kv.set("x", value);
            assertFails(() -> kv.increment("x", 1), ErrorCode.KV_NOT_A_NUMBER, "'x' is not a number");
            assertThat(kv.get("x")).contains(value);
        }
    }

    @Test
    void case_81_a_sum_that_cannot_be_kept_changes_nothing() {
        kv.set("n", new Value.Int(Long.MAX_VALUE - 1));
        assertThat(kv.increment("n", 1)).isEqualTo(new Value.Int(Long.MAX_VALUE));
        assertFails(() -> kv.increment("n", 1), ErrorCode.KV_OVERFLOW, "too large to be kept under the key 'n'");
        assertThat(kv.get("n")).contains(new Value.Int(Long.MAX_VALUE));

        kv.set("r", new Value.Real(Double.MAX_VALUE));
        assertFails(() -> kv.increment("r", new Value.Real(Double.MAX_VALUE)), ErrorCode.KV_OVERFLOW, "too large");

        kv.set("d", new Value.Decimal(new BigDecimal("1E+1000")));
        var tiny = new Value.Decimal(new BigDecimal("1E-1000"));
        assertFails(() -> kv.increment("d", tiny), ErrorCode.KV_OVERFLOW, "too large");
    }

    @Test
    void case_81_an_increment_keeps_the_time_to_live() {
        kv.set("n", new Value.Int(1), Duration.ofSeconds(10));
        clock.advance(Duration.ofSeconds(4));
        kv.increment("n", 1);
        assertThat(kv.ttl("n")).isEqualTo(new TimeToLive.Left(Duration.ofSeconds(6)));
        clock.advance(Duration.ofSeconds(6));
        assertThat(kv.increment("n", 1)).isEqualTo(new Value.Int(1));
        assertThat(kv.ttl("n")).isEqualTo(new TimeToLive.Forever());
    }

    @Test
    void case_81_four_threads_increment_fifty_times_each() throws Exception {
        var failures = new ConcurrentLinkedQueue<Throwable>();
        var threads = IntStream.range(0, 4)
                .mapToObj(thread -> Thread.ofPlatform().unstarted(() -> {
                    for (int i = 0; i < 50; i++) {
                        kv.increment("n", 1);
                    }
                }))
                .toList();
        for (var thread : threads) {
            thread.setUncaughtExceptionHandler((it, failure) -> failures.add(failure));
            thread.start();
        }
        for (var thread : threads) {
            thread.join();
        }

        assertThat(failures).isEmpty();
        assertThat(kv.get("n")).contains(new Value.Int(200));
    }

    /// case 82
    @Test
    void case_82_patterns_mean_what_they_mean_in_a_shell() {
        for (var key : List.of("user:1", "user:2", "User:3", "users", "a_b", "axb", "a%b", "a*b", "[x]", "\u00e4")) {
            kv.set(key, Value.NULL);
        }

        assertThat(kv.keys("user:*")).containsExactly("user:1", "user:2");
        assertThat(kv.keys("a_b")).containsExactly("a_b");
        assertThat(kv.keys("a%b")).containsExactly("a%b");
        assertThat(kv.keys("a?b")).containsExactly("a%b", "a*b", "a_b", "axb");
        assertThat(kv.keys("a[*]b")).containsExactly("a*b");
        assertThat(kv.keys("user:[1]")).containsExactly("user:1");
        assertThat(kv.keys("user:[^1]")).containsExactly("user:2");
        assertThat(kv.keys("[[]x]")).containsExactly("[x]");
        assertThat(kv.keys("?")).containsExactly("\u00e4");
        assertThat(kv.keys("user:[")).isEmpty();
        assertThat(kv.keys("")).isEmpty();
        assertThat(kv.count("*:*")).isEqualTo(3);
        assertFails(() -> kv.keys("*".repeat(1001)), ErrorCode.KV_KEY_INVALID, "at most 1000");
    }

    @Test
    void reading_makes_neither_the_table_nor_the_file_and_the_first_write_does() {
        assertThat(kv.get("a")).isEmpty();
        assertThat(kv.exists("a")).isFalse();
        assertThat(kv.keys("*")).isEmpty();
        assertThat(kv.count("*")).isZero();
        assertThat(kv.storageBytes("*")).isZero();
        assertThat(kv.ttl("a")).isEqualTo(new TimeToLive.Missing());
        assertThat(kv.getAll(List.of("a"))).isEmpty();
        assertThat(main.tenants()).extracting(TenantRow::isLazy).containsExactly(true, true);

        assertThat(kv.delete(List.of("a"))).isZero();
        assertThat(kv.deleteExpired()).isZero();
        assertThat(kvTables(tenant)).isZero();

        kv.set("a", Value.NULL);
        assertThat(kvTables(tenant)).isEqualTo(1);
        assertThat(main.tenants()).extracting(TenantRow::isLazy).containsExactly(true, false);
    }

    private static long kvTables(Tenant tenant) {
        return tenant.read(tx -> tx.query("SELECT count(*) FROM sqlite_schema WHERE name = '__kv'")
                .longValue());
    }

    @Test
    void several_keys_are_written_all_or_none_and_read_in_the_order_asked_for() {
        kv.setAll(Map.of("a", new Value.Int(1), "b", new Value.Int(2), "c", new Value.Int(3)));

        assertThat(kv.getAll(List.of("c", "none", "a")).keySet()).containsExactly("c", "a");
        assertThat(kv.storageBytes("*")).isEqualTo(27);
        assertThat(kv.delete(List.of("a", "none", "b", "a"))).isEqualTo(2);
        assertThat(kv.keys("*")).containsExactly("c");
    }

    /// case 76
    @Test
    void case_76_maintenance_refuses_what_writes_and_reads_go_on() {
        kv.set("a", new Value.Int(1));
        databases.database("app").beginMaintenance("moving house");

        for (ThrowingCallable write : List.<ThrowingCallable>of(
                () -> kv.set("b", Value.NULL),
                () -> kv.setIfAbsent("b", Value.NULL),
                () -> kv.increment("a", 1),
                () -> kv.delete(List.of("none")),
                () -> kv.expire("a", Duration.ofSeconds(1)),
                () -> kv.persist("a"),
                kv::deleteExpired)) {
            assertFails(write, ErrorCode.DATABASE_IN_MAINTENANCE, "moving house");
        }

        assertThat(kv.get("a")).contains(new Value.Int(1));
        databases.database("app").endMaintenance();
        assertThat(kv.increment("a", 1)).isEqualTo(new Value.Int(2));
    }

    @Test
    void keys_go_into_copies_and_branches_survive_changes_and_are_not_merged() {
        kv.set("a", new Value.Int(1));
        main.copyTenant("t1", "t2");
        var branch = databases.database("app").createBranch("feature", "main");
        var schema = branch.schema().hash();
        branch.tenant("t1").kv().set("a", new Value.Int(2));
        branch.tenant("t1").kv().set("b", new Value.Int(3));
        assertThat(branch.schema().hash()).isEqualTo(schema);
        assertThat(branch.drift()).isEmpty();
        branch.change(List.of(
                new Change.CreateTable(Table.define("notes").withColumn(Column.of("text", "TEXT"))),
                Change.AddColumn.of("notes", Column.of("more", "TEXT"))));

        branch.mergeInto("main");

        assertThat(main.schema().table("notes")).isPresent();
        assertThat(kv.keys("*")).containsExactly("a");
        assertThat(kv.get("a")).contains(new Value.Int(1));
        assertThat(main.tenant("t2").kv().get("a")).contains(new Value.Int(1));
        assertThat(branch.tenant("t1").kv().keys("*")).containsExactly("a", "b");
        assertThat(main.drift()).isEmpty();
    }

    static void assertFails(ThrowingCallable call, ErrorCode code, String part) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        TempleException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(part);
    }
}
