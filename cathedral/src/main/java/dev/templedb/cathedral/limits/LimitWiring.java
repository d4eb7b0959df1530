package dev.templedb.cathedral.limits;

import dev.templedb.cathedral.redis.Redis;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.jdbi.v3.core.Jdbi;

/// Says where buckets are kept.
@Singleton
final class LimitWiring {
    @Produces
    @Singleton
    SharedBuckets buckets(Redis redis, Jdbi jdbi) {
        var database = new PostgresRateBuckets(jdbi);
        return redis.isSet() ? new SteadyBuckets(redis, new RedisRateBuckets(redis), database) : database;
    }
}
