package dev.templedb.cathedral.redis;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Says whether Redis is there. A server that goes on without it is ready all the same.
@Readiness
@Singleton
final class RedisHealth implements HealthCheck {
    private final Redis redis;

    RedisHealth(Redis redis) {
        this.redis = redis;
    }

    @Override
    public HealthCheckResponse call() {
        String state = !redis.isSet() ? "not set" : redis.isThere() ? "there" : "away";
        return HealthCheckResponse.named("Redis").up().withData("state", state).build();
    }
}
