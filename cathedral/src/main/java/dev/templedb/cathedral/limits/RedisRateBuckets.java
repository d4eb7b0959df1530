package dev.templedb.cathedral.limits;

import dev.templedb.cathedral.redis.Redis;
import java.util.List;

/// The buckets in Redis, which forgets by itself those that nobody has used for two hours. They are not asked for what
/// was, and may be lost: a bucket is full then.
final class RedisRateBuckets implements SharedBuckets {
    private static final String SCRIPT = """
            local clock = redis.call('TIME')
            local now = tonumber(clock[1]) + tonumber(clock[2]) / 1000000
            local capacity = tonumber(ARGV[1])
            local amount = tonumber(ARGV[2])
            local kept = redis.call('HMGET', KEYS[1], 'tokens', 'at')
            local tokens = tonumber(kept[1] or capacity)
            local at = tonumber(kept[2] or now)
            tokens = math.min(capacity, tokens + capacity / 60 * math.max(0, now - at))
            local taken = amount
            if ARGV[3] == 'take' then
                taken = math.floor(math.max(0, math.min(amount, tokens)))
            end
            tokens = tokens - taken
            redis.call('HSET', KEYS[1], 'tokens', string.format('%.6f', tokens), 'at', string.format('%.6f', now))
            redis.call('EXPIRE', KEYS[1], 7200)
            return {string.format('%.0f', taken), string.format('%.6f', tokens)}
            """;

    private final Redis redis;

    RedisRateBuckets(Redis redis) {
        this.redis = redis;
    }

    @Override
    public Taken take(Bucket bucket, long wanted) {
        var given = run(bucket, wanted, "take");
        return new Taken(Long.parseLong(given.get(0)), Double.parseDouble(given.get(1)));
    }

    @Override
    public void charge(Bucket bucket, long amount) {
        run(bucket, amount, "charge");
    }

    @Override
    public void forget() {
        // Keys expire.
    }

    private List<String> run(Bucket bucket, long amount, String what) {
        return redis.run(
                SCRIPT,
                "bucket:" + bucket.key(),
                List.of(Long.toString(bucket.perMinute()), Long.toString(amount), what));
    }
}
