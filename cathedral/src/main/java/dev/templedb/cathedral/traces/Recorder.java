package dev.templedb.cathedral.traces;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Records spans with the names of OpenTelemetry's conventions, and sends them to a collector. The only class that
/// knows
/// the SDK: it is loaded when traces are on.
final class Recorder implements AutoCloseable {
    private static final Duration LONGEST_EXPORT = Duration.ofSeconds(5);
    private static final String CURRENT = Recorder.class.getName();
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");
    private static final int SERVER_ERROR = 500;

    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> SCHEME = AttributeKey.stringKey("url.scheme");
    private static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("cathedral.request_id");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("db.system.name");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("db.operation.name");
    private static final AttributeKey<String> QUERY = AttributeKey.stringKey("db.query.text");

    private final SdkTracerProvider provider;
    private final Tracer tracer;

    private Recorder(SdkTracerProvider provider) {
        this.provider = provider;
        this.tracer = provider.get("dev.templedb.cathedral");
    }

    /// Begins to send to a collector.
    ///
    /// @param share how many of a hundred requests and jobs are recorded
    static Recorder of(URI endpoint, Optional<String> token, int share, String version) {
        var exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint + "/v1/traces")
                .setTimeout(LONGEST_EXPORT);
        token.ifPresent(secret -> exporter.addHeader("Authorization", "Bearer " + secret));
        return new Recorder(SdkTracerProvider.builder()
                .addResource(Resource.create(Attributes.builder()
                        .put("service.name", "cathedral")
                        .put("service.version", version)
                        .build()))
                .setSampler(sampler(share))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter.build())
                        .setExporterTimeout(LONGEST_EXPORT)
                        .build())
                .build());
    }

    /// Who asks from outside may say that a request is not to be recorded, and never that it is: neither by a flag
    /// nor by
    /// the choice of an id.
    static Sampler sampler(int share) {
        return Sampler.parentBasedBuilder(new ShareSampler(share))
                .setRemoteParentSampled(new ShareSampler(share))
                .build();
    }

    /// Reads `traceparent` and `tracestate`.
    private static final class Headers implements TextMapGetter<HttpServerRequest> {
        @Override
        public Iterable<String> keys(HttpServerRequest request) {
            return request.headers().names();
        }

        @Override
        public @Nullable String get(@Nullable HttpServerRequest request, String name) {
            return request == null ? null : request.getHeader(name);
        }
    }

    /// Begins the span of a request, in the trace that its client names, if it does. Until the request ends, what
    /// is done
    /// on its Vert.x context belongs to it.
    Span request(HttpServerRequest request, @Nullable String id) {
        var parent = W3CTraceContextPropagator.getInstance().extract(Context.root(), request, new Headers());
        String method = request.method().name();
        var builder = tracer.spanBuilder(name(method))
                .setParent(parent)
                .setSpanKind(SpanKind.SERVER)
                .setAttribute(METHOD, METHODS.contains(method) ? method : "_OTHER")
                .setAttribute(SCHEME, request.isSSL() ? "https" : "http");
        if (id != null) {
            builder.setAttribute(REQUEST_ID, id);
        }
        var span = builder.startSpan();
        if (VertxContext.isOnDuplicatedContext()) {
            ContextLocals.put(CURRENT, parent.with(span));
        }
        return span;
    }

    private static String name(String method) {
        return METHODS.contains(method) ? method : "HTTP";
    }

    /// Ends the span of a request.
    ///
    /// @param route the pattern of its address; null for what is at no address
    void ended(Span span, String method, @Nullable String route, int status) {
        if (route != null) {
            span.updateName(name(method) + " " + route);
            span.setAttribute(ROUTE, route);
        }
        span.setAttribute(STATUS, status);
        if (status >= SERVER_ERROR) {
            span.setAttribute(ERROR, Integer.toString(status)).setStatus(StatusCode.ERROR);
        }
        span.end();
    }

    /// Records a statement that was carried out, when it belongs to something.
    ///
    /// @param sql     with names in the place of values
    /// @param failure the kind of the failure; null for success
    void statement(String sql, Instant start, Instant end, @Nullable String failure) {
        var parent = VertxContext.isOnDuplicatedContext()
                ? ContextLocals.get(CURRENT, Context.current())
                : Context.current();
        if (!Span.fromContext(parent).isRecording()) {
            return;
        }
        String text = sql.strip().replaceAll("\\s+", " ");
        String operation = text.split(" ", 2)[0].toUpperCase(Locale.ROOT);
        var span = tracer.spanBuilder(operation)
                .setParent(parent)
                .setSpanKind(SpanKind.CLIENT)
                .setStartTimestamp(start)
                .setAttribute(SYSTEM, "postgresql")
                .setAttribute(OPERATION, operation)
                .setAttribute(QUERY, text)
                .startSpan();
        if (failure != null) {
            span.setAttribute(ERROR, failure).setStatus(StatusCode.ERROR);
        }
        span.end(end);
    }

    /// Does the work of a job in a trace of its own, whose ids the log lines of this thread carry meanwhile.
    <T> T job(String name, Supplier<T> work) {
        var span = tracer.spanBuilder("job " + name).setNoParent().startSpan();
        LogIds.put(span.getSpanContext().getTraceId(), span.getSpanContext().getSpanId());
        try (var _ = span.makeCurrent()) {
            return work.get();
        } catch (RuntimeException failure) {
            span.setAttribute(ERROR, failure.getClass().getName()).setStatus(StatusCode.ERROR);
            throw failure;
        } finally {
            LogIds.remove();
            span.end();
        }
    }

    /// Sends what is left, for a few seconds at most.
    @Override
    public void close() {
        provider.shutdown().join(LONGEST_EXPORT.toSeconds(), TimeUnit.SECONDS);
    }
}
