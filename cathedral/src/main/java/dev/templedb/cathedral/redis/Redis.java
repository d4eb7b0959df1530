package dev.templedb.cathedral.redis;

import dev.templedb.cathedral.settings.Settings;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// A Redis or Valkey, if one is set. When it does not answer, everybody goes on without it at once, and it is asked
/// every second whether it is back: only the requests that find it away wait for it, for a second at most, also
/// when an answer comes byte by byte.
/// Thread-safe.
@Singleton
public final class Redis implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Redis.class);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final String KEYS = "cathedral:";

    /// Works where all that is asked works: one that is full, or forbids scripts, is not back.
    private static final String PROBE = "return {redis.call('SET', KEYS[1], 'there', 'EX', 10)['ok']}";

    private final @Nullable RedisConnection connection;
    private final LongAdder failures = new LongAdder();
    private final AtomicBoolean isAway = new AtomicBoolean();
    private volatile boolean isClosed;

    @Inject
    Redis(Settings settings) {
        this(settings.get(RedisSettings.URL));
    }

    /// @param url as [RedisSettings#URL] has it; empty for none
    public Redis(Optional<String> url) {
        this.connection = url.map(RedisSettings::parse).map(Redis::connection).orElse(null);
    }

    /// Apart, so that the client's classes are loaded when there is one.
    private static RedisConnection connection(URI url) {
        return new JedisConnection(url);
    }

    /// Whether one is set.
    public boolean isSet() {
        return connection != null;
    }

    /// Whether one is set and has answered when it was asked last.
    public boolean isThere() {
        return connection != null && !isAway.get();
    }

    /// How often one that is set has not answered.
    public long failures() {
        return failures.sum();
    }

    /// Runs a script of Lua, in one step for all who ask.
    ///
    /// @param key       what it works on, `KEYS[1]`
    /// @param arguments its `ARGV`
    /// @return the texts that it gives
    /// @throws RedisAway when there is none
    public List<String> run(String script, String key, List<String> arguments) {
        return ask(redis -> redis.run(script, KEYS + key, arguments));
    }

    /// What is kept under a key.
    ///
    /// @throws RedisAway when there is none
    public Optional<byte[]> get(String key) {
        return ask(redis -> Optional.ofNullable(redis.get(KEYS + key)));
    }

    /// Keeps something for a while.
    ///
    /// @throws RedisAway when there is none
    public void set(String key, byte[] value, Duration life) {
        ask(redis -> {
            redis.set(KEYS + key, value, life);
            return true;
        });
    }

    private <T> T ask(Function<RedisConnection, T> question) {
        var redis = connection;
        if (redis == null || isAway.get() || isClosed) {
            throw new RedisAway(null);
        }
        try {
            return inTime(() -> question.apply(redis));
        } catch (RuntimeException failure) {
            failures.increment();
            if (isAway.compareAndSet(false, true)) {
                LOG.warnf("Redis does not answer; the server goes on without it: %s", failure.getMessage());
                Thread.ofVirtual().name("redis").start(() -> awaitReturn(redis));
            }
            throw new RedisAway(failure);
        }
    }

    /// Each single read has its time by the client; this bounds all of an answer. Interrupting a virtual thread
    /// closes
    /// the socket that it waits for.
    private static <T> T inTime(Supplier<T> question) {
        var answer = new FutureTask<>(question::get);
        var asking = Thread.ofVirtual().name("redis").start(answer);
        try {
            return answer.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(failure.getCause());
        } catch (TimeoutException slow) {
            asking.interrupt();
            throw new IllegalStateException("its answer takes too long", slow);
        } catch (InterruptedException stopped) {
            asking.interrupt();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the question was interrupted", stopped);
        }
    }

    private void awaitReturn(RedisConnection redis) {
        while (!isClosed) {
            try {
                Thread.sleep(BETWEEN_TRIES);
                inTime(() -> redis.run(PROBE, KEYS + "probe", List.of()));
                isAway.set(false);
                LOG.info("Redis answers again");
                return;
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException away) {
                LOG.debugf("Redis does not answer yet: %s", away.getMessage());
            }
        }
    }

    @PreDestroy
    @Override
    public void close() {
        isClosed = true;
        if (connection != null) {
            connection.close();
        }
    }
}
