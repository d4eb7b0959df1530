package dev.templedb.cathedral.admin;

import dev.templedb.api.CountsJson;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.util.function.ToLongFunction;

/// How much there is, for Prometheus; counted once a minute at most, and only when somebody asks.
@Singleton
final class CountMetrics implements MeterBinder {
    private static final String PROJECTS = "cathedral.projects";

    private final Counts counts;

    CountMetrics(Counts counts) {
        this.counts = counts;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        String projects = "Projects that are there.";
        gauge(PROJECTS, projects, CountsJson::publicProjects)
                .tag("visibility", "public")
                .register(registry);
        gauge(PROJECTS, projects, CountsJson::internalProjects)
                .tag("visibility", "internal")
                .register(registry);
        gauge(PROJECTS, projects, CountsJson::privateProjects)
                .tag("visibility", "private")
                .register(registry);
        gauge("cathedral.active.projects", "Projects that changed within thirty days.", CountsJson::activeProjects)
                .register(registry);
        gauge("cathedral.versions", "Versions that are published.", CountsJson::versions)
                .register(registry);
        gauge("cathedral.contributors", "Users who have pushed or published.", CountsJson::contributors)
                .register(registry);
        gauge("cathedral.users", "Accounts.", CountsJson::users).register(registry);
        gauge("cathedral.organizations", "Organizations.", CountsJson::organizations)
                .register(registry);
    }

    private Gauge.Builder<Counts> gauge(String name, String meaning, ToLongFunction<CountsJson> figure) {
        return Gauge.builder(name, counts, counted -> {
                    var recent = counted.recent();
                    return recent == null ? Double.NaN : figure.applyAsLong(recent);
                })
                .description(meaning)
                .strongReference(true);
    }
}
