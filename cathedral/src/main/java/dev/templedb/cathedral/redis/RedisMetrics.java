package dev.templedb.cathedral.redis;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;

/// Whether Redis is there, for Prometheus; nothing when none is set.
@Singleton
final class RedisMetrics implements MeterBinder {
    private final Redis redis;

    RedisMetrics(Redis redis) {
        this.redis = redis;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        if (redis.isSet()) {
            Gauge.builder("cathedral.redis.there", redis, one -> one.isThere() ? 1 : 0)
                    .description("Whether Redis answers.")
                    .strongReference(true)
                    .register(registry);
            FunctionCounter.builder("cathedral.redis.failures", redis, Redis::failures)
                    .description("How often Redis has not answered.")
                    .register(registry);
        }
    }
}
