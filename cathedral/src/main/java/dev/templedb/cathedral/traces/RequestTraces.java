package dev.templedb.cathedral.traces;

import io.opentelemetry.api.trace.Span;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/// Gives every request a span, and its log lines the ids of its trace; what machines ask all the time (health, metrics)
/// has none.
@Singleton
public final class RequestTraces {
    /// Under this key a routing context has the id of its trace, when it has one.
    public static final String TRACE_ID = "trace_id";

    private static final int AFTER_THE_REQUEST_ID = 9_500;

    private final @Nullable Recorder recorder;

    RequestTraces(Traces traces) {
        this.recorder = traces.recorder();
    }

    void register(@Observes Filters filters) {
        if (recorder != null) {
            filters.register(context -> begin(recorder, context), AFTER_THE_REQUEST_ID);
        }
    }

    private static void begin(Recorder recorder, RoutingContext context) {
        String path = context.normalizedPath();
        if (context.get(TRACE_ID) == null && !path.equals("/metrics") && !path.startsWith("/health/")) {
            var span = recorder.request(context.request(), context.get("request_id"));
            identify(context, span);
            context.addEndHandler(_ -> recorder.ended(
                    span,
                    context.request().method().name(),
                    Route.of(context),
                    context.response().getStatusCode()));
        }
        context.next();
    }

    private static void identify(RoutingContext context, Span span) {
        var ids = span.getSpanContext();
        context.put(TRACE_ID, ids.getTraceId());
        LogIds.put(ids.getTraceId(), ids.getSpanId());
    }
}
