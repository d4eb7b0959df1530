package dev.templedb.cathedral.quotas;

import dev.templedb.cathedral.settings.Settings;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/// The figures of the plans, by the settings. Immutable.
@Singleton
public final class Plans {
    private final Plan fallback;
    private final Map<Plan, Figures> figures;
    private final PostgresQuotas table = new PostgresQuotas();

    public Plans(Settings settings) {
        this.fallback = settings.get(PlanSettings.DEFAULT);
        this.figures = Stream.of(Plan.values())
                .collect(Collectors.toUnmodifiableMap(Function.identity(), plan -> figures(settings, plan)));
    }

    /// What a plan allows; [Long#MAX_VALUE] is no limit.
    ///
    /// @param requests a minute
    /// @param traffic  bytes a minute
    public record Figures(
            long bytes,
            long projects,
            long privateProjects,
            long collaborators,
            long members,
            long requests,
            long traffic) {}

    private static Figures figures(Settings settings, Plan plan) {
        var keys = PlanSettings.figures(plan);
        return new Figures(
                settings.get(keys.bytes()),
                settings.get(keys.projects()),
                settings.get(keys.privateProjects()),
                settings.get(keys.collaborators()),
                settings.get(keys.members()),
                settings.get(keys.requests()),
                settings.get(keys.traffic()));
    }

    /// The plan that a word of the database stands for.
    public Plan plan(String word) {
        return Plan.of(word).orElse(fallback);
    }

    /// What a plan allows.
    public Figures of(Plan plan) {
        return Optional.ofNullable(figures.get(plan)).orElseThrow();
    }

    /// What the plan of a user allows.
    public Figures of(Handle handle, UUID user) {
        return of(plan(table.plan(handle, user).orElse(Plan.DEFAULT)));
    }
}
