package dev.templedb.cathedral.limits;

import dev.templedb.cathedral.redis.Redis;
import dev.templedb.cathedral.redis.RedisAway;
import java.util.function.Function;

/// The buckets in Redis, and while that is away those of the database: whoever changes over finds a bucket as the other
/// one has it, so that twice as much is let through at most.
final class SteadyBuckets implements SharedBuckets {
    private final Redis redis;
    private final SharedBuckets usual;
    private final SharedBuckets meanwhile;

    SteadyBuckets(Redis redis, SharedBuckets usual, SharedBuckets meanwhile) {
        this.redis = redis;
        this.usual = usual;
        this.meanwhile = meanwhile;
    }

    private <T> T ask(Function<SharedBuckets, T> question) {
        if (redis.isThere()) {
            try {
                return question.apply(usual);
            } catch (RedisAway away) {
                return question.apply(meanwhile);
            }
        }
        return question.apply(meanwhile);
    }

    @Override
    public Taken take(Bucket bucket, long wanted) {
        return ask(buckets -> buckets.take(bucket, wanted));
    }

    @Override
    public void charge(Bucket bucket, long amount) {
        ask(buckets -> {
            buckets.charge(bucket, amount);
            return true;
        });
    }

    @Override
    public void forget() {
        usual.forget();
        meanwhile.forget();
    }
}
