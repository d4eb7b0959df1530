package dev.templedb.cathedral.redis;

import org.jspecify.annotations.Nullable;

/// Redis is not there, or does not answer in time: whoever asked it goes on without.
@SuppressWarnings("serial")
public final class RedisAway extends RuntimeException {
    RedisAway(@Nullable Throwable cause) {
        super("Redis does not answer", cause);
    }
}
