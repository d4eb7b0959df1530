package dev.templedb.cathedral.http;

import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.settings.Settings;
import dev.templedb.cathedral.sql.Json;
import dev.templedb.cathedral.traces.RequestTraces;
import dev.templedb.cathedral.traces.Route;
import dev.templedb.core.Printable;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One line for each request that has ended: who asked from where for what, and how it went. What stands behind the `?`
/// of
/// an address may be secret and is in no line; tokens are named by their ids.
@Singleton
public final class AccessLog {
    /// Under this key a routing context has its [Caller], once that is known.
    public static final String CALLER = "caller";

    private static final int LONGEST_PATH = 2048;
    private static final int LONGEST_METHOD = 32;

    private final Form form;
    private final LineWriter lines;
    private final ClientAddress addresses;
    private final Clock clock;

    AccessLog(Settings settings, LineWriter lines, ClientAddress addresses, Clock clock) {
        this.form = settings.get(HttpSettings.ACCESS_LOG);
        this.lines = lines;
        this.addresses = addresses;
        this.clock = clock;
    }

    /// What lines look like.
    public enum Form {
        OFF,
        TEXT,
        JSON
    }

    /// A request that has ended.
    ///
    /// @param route    the pattern that the path fits; null for what is at no address
    /// @param bytesIn  of the body as it came
    /// @param bytesOut of the body as it went
    /// @param complete false when the client went away before the answer was
    record Entry(
            Instant time,
            @Nullable String requestId,
            @Nullable String traceId,
            @Nullable String address,
            @Nullable String user,
            @Nullable UUID token,
            String method,
            @Nullable String route,
            String path,
            int status,
            long bytesIn,
            long bytesOut,
            long microseconds,
            boolean complete) {}

    /// Writes the line of a request when that has ended; to be called when it begins.
    void watch(RoutingContext context, @Nullable String requestId) {
        if (form == Form.OFF) {
            return;
        }
        var request = context.request();
        @Nullable String address = addresses.of(request);
        String method = cut(request.method().name(), LONGEST_METHOD);
        String path = cut(Objects.requireNonNullElse(request.path(), "*"), LONGEST_PATH);
        long start = System.nanoTime();
        // What an answer has sent is known when the event loop has come round.
        context.addEndHandler(_ -> context.vertx().runOnContext(_ -> {
            @Nullable Caller caller = context.get(CALLER);
            var identity = caller == null ? null : caller.identity();
            write(new Entry(
                    clock.instant(),
                    requestId,
                    context.get(RequestTraces.TRACE_ID),
                    address,
                    identity == null ? null : identity.name(),
                    identity == null ? null : identity.token(),
                    method,
                    Route.of(context),
                    path,
                    context.response().getStatusCode(),
                    request.bytesRead(),
                    context.response().bytesWritten(),
                    (System.nanoTime() - start) / 1000,
                    context.response().ended()));
        }));
    }

    private void write(Entry entry) {
        lines.write(form == Form.JSON ? json(entry) : text(entry));
    }

    private static String cut(String text, int longest) {
        return Printable.text(text.length() > longest ? text.substring(0, longest) : text)
                .replace(" ", "%20");
    }

    static String json(Entry entry) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("time", time(entry));
        fields.put("request_id", entry.requestId());
        if (entry.traceId() != null) {
            fields.put("trace_id", entry.traceId());
        }
        fields.put("address", entry.address());
        fields.put("user", entry.user());
        fields.put("token_id", entry.token() == null ? null : entry.token().toString());
        fields.put("method", entry.method());
        fields.put("route", entry.route());
        fields.put("path", entry.path());
        fields.put("status", entry.status());
        fields.put("bytes_in", entry.bytesIn());
        fields.put("bytes_out", entry.bytesOut());
        fields.put("duration_ms", entry.microseconds() / 1000.0);
        fields.put("complete", entry.complete());
        return Json.write(fields);
    }

    static String text(Entry entry) {
        return "%s %s %s %s %s %s %s %d %d %d %s ms%s"
                .formatted(
                        time(entry),
                        shown(entry.requestId()),
                        shown(entry.address()),
                        shown(entry.user()),
                        shown(entry.token()),
                        entry.method(),
                        entry.path(),
                        entry.status(),
                        entry.bytesIn(),
                        entry.bytesOut(),
                        String.format(Locale.ROOT, "%.3f", entry.microseconds() / 1000.0),
                        entry.complete() ? "" : " cut");
    }

    private static String time(Entry entry) {
        return entry.time().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static String shown(@Nullable Object value) {
        return value == null ? "-" : value.toString();
    }
}
