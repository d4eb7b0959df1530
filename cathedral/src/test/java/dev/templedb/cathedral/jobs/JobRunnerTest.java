package dev.templedb.cathedral.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.cathedral.audit.AuditLog;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.settings.Settings;
import dev.templedb.cathedral.settings.SettingsSource;
import dev.templedb.cathedral.testing.MigratedDatabase;
import dev.templedb.cathedral.testing.People;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JobRunnerTest {
    @RegisterExtension
    static final MigratedDatabase DATABASE = new MigratedDatabase();

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Jdbi jdbi = DATABASE.jdbi();
    private final Jobs jobs = new Jobs(jdbi, new AuditLog(jdbi, Clock.systemUTC()));

    private record Work(String name, Duration period, Supplier<Map<String, Object>> work) implements Job {
        @Override
        public Map<String, Object> run() {
            return work.get();
        }
    }

    @BeforeEach
    void empty() {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM jobs"));
    }

    private JobRunner node(Supplier<Map<String, Object>> work) {
        return node(Duration.ofHours(1), work);
    }

    private JobRunner node(Duration period, Supplier<Map<String, Object>> work) {
        var settings = Settings.of(JobSettings.ALL, List.of(new SettingsSource("test", Map.of())));
        var runner = new JobRunner(
                jdbi,
                List.of(new Work("tidy", period, work)),
                metrics,
                dev.templedb.cathedral.traces.Traces.off(),
                settings);
        runner.register();
        return runner;
    }

    private void wake() {
        jobs.wake(Caller.SERVER, "tidy");
    }

    private JobState state() {
        return jobs.list().getFirst();
    }

    @Test
    void a_job_that_is_due_runs_once_on_one_of_several_nodes() throws Exception {
        var runs = new AtomicInteger();
        var begun = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        var one = node(() -> {
            runs.incrementAndGet();
            begun.countDown();
            try {
                end.await();
            } catch (InterruptedException unexpected) {
                throw new IllegalStateException(unexpected);
            }
            return Map.of("rows", 3);
        });
        var other = node(() -> Map.of("runs", runs.incrementAndGet()));
        assertThat(other.runDue()).isFalse();
        wake();

        var worker = Thread.ofPlatform().start(one::runDue);
        begun.await();
        assertThat(other.runDue()).isFalse();
        assertThat(state().node()).isNotNull();
        end.countDown();
        worker.join();

        assertThat(other.runDue()).isFalse();
        assertThat(runs).hasValue(1);
        assertThat(state().node()).isNull();
        assertThat(state().result()).isEqualTo(Map.of("rows", 3));
        assertThat(state().dueAt()).isAfter(Instant.now().plusSeconds(1800));
        assertThat(metrics.timer("cathedral.jobs", "job", "tidy", "outcome", "done")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void the_job_of_a_node_that_died_is_taken_by_another_one() {
        var runs = new AtomicInteger();
        var other = node(() -> Map.of("runs", runs.incrementAndGet()));
        wake();
        lease("now() + interval '1 minute'");
        assertThat(other.runDue()).isFalse();

        lease("now() - interval '1 second'");

        assertThat(other.runDue()).isTrue();
        assertThat(runs).hasValue(1);
    }

    private void lease(String until) {
        jdbi.useHandle(handle -> handle.execute("UPDATE jobs SET node = 'dead', leased_until = " + until));
    }

    @Test
    void a_failure_is_shown_without_the_words_of_libraries_and_the_job_comes_again() {
        var node = node(() -> {
            throw new IllegalStateException("password=hunter2");
        });
        wake();
        assertThat(node.runDue()).isTrue();

        assertThat(state().succeeded()).isFalse();
        assertThat(state().failure()).isEqualTo("IllegalStateException");
        assertThat(state().failures()).isEqualTo(1);
        assertThat(state().dueAt()).isNotNull();

        var known = node(() -> {
            throw new TempleException(ErrorCode.STORAGE_UNAVAILABLE, "The storage is away.");
        });
        wake();
        known.runDue();
        assertThat(state().failure()).isEqualTo("TDB-1506 The storage is away.");
    }

    @Test
    void a_job_that_is_interrupted_is_given_back() throws Exception {
        var begun = new CountDownLatch(1);
        var node = node(() -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(stopped);
            }
            return Map.of();
        });
        wake();
        var worker = Thread.ofPlatform().start(node::runDue);
        begun.await();
        worker.interrupt();
        worker.join();

        assertThat(state().runs()).isZero();
        assertThat(node(() -> Map.of("done", true)).runDue()).isTrue();
    }

    @Test
    void a_job_without_a_period_waits_for_somebody_who_asks() {
        var node = node(Duration.ZERO, Map::of);
        assertThat(state().dueAt()).isNull();
        wake();
        assertThat(node.runDue()).isTrue();
        assertThat(state().dueAt()).isNull();
    }

    @Test
    void what_has_ended_is_swept_and_what_goes_on_stays() {
        var user = new People(jdbi).user("ada");
        for (String when : new String[] {"- interval '40 days'", "+ interval '1 day'"}) {
            jdbi.useHandle(handle -> {
                handle.execute(
                        "INSERT INTO sessions (user_id, secret_hash, expires_at) VALUES (?, ?, now() " + when + ")",
                        user,
                        when);
                handle.execute(
                        "INSERT INTO access_tokens (user_id, token_hash, name, scopes, prefix, expires_at)"
                                + " VALUES (?, ?, 'one', '{}', 'p', now() " + when + ")",
                        user,
                        when);
                handle.execute(
                        "INSERT INTO idempotency_keys (caller, key, request_hash, created_at)"
                                + " VALUES ('ada', ?, 'h', now() " + when + ")",
                        when);
                handle.execute(
                        "INSERT INTO password_resets (token_hash, user_id, expires_at) VALUES (?, ?, now() " + when
                                + ")",
                        when,
                        user);
                handle.execute(
                        "INSERT INTO sign_ins (provider, browser_hash, return_to, created_at, expires_at)"
                                + " VALUES ('work', ?, '/account', now(), now() " + when + ")",
                        when);
            });
        }

        var swept = new PostgresEndedRows(jdbi).sweep(Clock.systemUTC().instant());

        assertThat(swept)
                .containsEntry("sessions", 1)
                .containsEntry("tokens", 1)
                .containsEntry("idempotency_keys", 1)
                .containsEntry("password_resets", 1)
                .containsEntry("sign_ins", 1)
                .containsEntry("login_failures", 0);
        assertThat(new PostgresEndedRows(jdbi).sweep(Clock.systemUTC().instant()))
                .containsEntry("sessions", 0);
    }
}
