package dev.templedb.cathedral.redis;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is asked of Redis. Every method may throw whatever the client throws, within a second.
interface RedisConnection extends AutoCloseable {
    /// Runs a script of Lua, and returns the texts that it gives.
    List<String> run(String script, String key, List<String> arguments);

    byte @Nullable [] get(String key);

    void set(String key, byte[] value, Duration life);

    @Override
    void close();
}
