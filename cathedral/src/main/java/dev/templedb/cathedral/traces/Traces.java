package dev.templedb.cathedral.traces;

import dev.templedb.cathedral.settings.Settings;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jspecify.annotations.Nullable;

/// Traces of this process; when the setting `traces.endpoint` names no collector, every call does nothing.
///
/// Safe for use by several threads. Spans are sent by a thread of their own; those that a collector does not take in
/// time
/// are dropped.
@Singleton
public final class Traces {
    private static final int AFTER_ALL_OTHERS = Integer.MAX_VALUE;

    private final @Nullable Recorder recorder;

    @Inject
    Traces(Settings settings, @ConfigProperty(name = "quarkus.application.version") String version) {
        this(settings.get(TraceSettings.ENDPOINT)
                .map(endpoint -> Recorder.of(
                        endpoint, settings.get(TraceSettings.TOKEN), settings.get(TraceSettings.SHARE), version))
                .orElse(null));
    }

    private Traces(@Nullable Recorder recorder) {
        this.recorder = recorder;
    }

    /// Traces that go nowhere.
    public static Traces off() {
        return new Traces((Recorder) null);
    }

    @Nullable
    Recorder recorder() {
        return recorder;
    }

    /// Does a piece of work that no request has asked for, in a trace of its own. What it throws is only named.
    public <T> T job(String name, Supplier<T> work) {
        return recorder == null ? work.get() : recorder.job(name, work);
    }

    /// Hears of every statement; empty when nobody wants to know.
    public Optional<SqlLogger> statements() {
        return Optional.ofNullable(recorder).map(PostgresStatements::new);
    }

    void stop(@Observes @Priority(AFTER_ALL_OTHERS) ShutdownEvent stopping) {
        if (recorder != null) {
            recorder.close();
        }
    }
}
