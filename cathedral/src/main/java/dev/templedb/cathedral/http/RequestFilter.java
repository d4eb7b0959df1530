package dev.templedb.cathedral.http;

import dev.templedb.cathedral.settings.Settings;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/// What happens to every request before anything else: it gets an id, which its answer and all its log lines carry; it
/// loses the prefix that a proxy shows; and metrics are for this machine or whoever has their token.
@Singleton
final class RequestFilter {
    private static final Logger LOG = Logger.getLogger("dev.templedb.cathedral.requests");
    private static final String ID_HEADER = "X-Request-Id";
    private static final String ID = "request_id";
    private static final Pattern GOOD_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int BEFORE_ALL_OTHERS = 10_000;
    private static final int SERVER_ERROR = 500;
    private static final int NOT_FOUND = 404;

    private final String prefix;
    private final Optional<String> metricsToken;
    private final AccessLog access;
    private final Duration headerTimeout;

    RequestFilter(Settings settings, AccessLog access) {
        this.prefix = settings.get(HttpSettings.PUBLIC_URL).map(URI::getRawPath).orElse("");
        this.metricsToken = settings.get(HttpSettings.METRICS_TOKEN);
        this.access = access;
        this.headerTimeout = settings.get(HttpSettings.HEADER_TIMEOUT);
    }

    void register(@Observes Filters filters) {
        HeaderDeadline.set(headerTimeout);
        filters.register(this::filter, BEFORE_ALL_OTHERS);
    }

    private void filter(RoutingContext context) {
        if (context.get(ID) == null) {
            identify(context);
            @Nullable String stripped = withoutPrefix(context.request().uri());
            if (stripped != null) {
                context.reroute(stripped);
                return;
            }
        }
        if (context.normalizedPath().equals("/metrics") && !mayReadMetrics(context)) {
            context.response().setStatusCode(NOT_FOUND).end();
            return;
        }
        context.next();
    }

    private void identify(RoutingContext context) {
        HeaderDeadline.arrived(context);
        @Nullable String given = context.request().getHeader(ID_HEADER);
        String id = given != null && GOOD_ID.matcher(given).matches()
                ? given
                : HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        context.put(ID, id);
        MDC.put(ID, id);
        context.response().putHeader(ID_HEADER, id);
        long start = System.nanoTime();
        // Of the address only the path: what comes behind it may hold tokens.
        String what = context.request().method() + " " + context.request().path();
        context.addEndHandler(_ -> warn(context, what, start));
        access.watch(context, id);
    }

    private static void warn(RoutingContext context, String what, long start) {
        int status = context.response().getStatusCode();
        if (status >= SERVER_ERROR) {
            LOG.warnf("%s answered %d in %d ms", what, status, (System.nanoTime() - start) / 1_000_000);
        }
    }

    /// The address without the prefix; nothing when it has none.
    private @Nullable String withoutPrefix(String uri) {
        if (prefix.isEmpty() || !uri.startsWith(prefix)) {
            return null;
        }
        String rest = uri.substring(prefix.length());
        return rest.isEmpty() ? "/" : rest.startsWith("/") ? rest : rest.startsWith("?") ? "/" + rest : null;
    }

    private boolean mayReadMetrics(RoutingContext context) {
        var request = context.request();
        if (metricsToken.isPresent()) {
            @Nullable String given = request.getHeader("Authorization");
            byte[] expected = ("Bearer " + metricsToken.get()).getBytes(StandardCharsets.UTF_8);
            return given != null && MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.UTF_8));
        }
        boolean isForwarded =
                request.headers().contains("Forwarded") || request.headers().contains("X-Forwarded-For");
        return !isForwarded && isLoopback(request.connection().remoteAddress());
    }

    private static boolean isLoopback(SocketAddress address) {
        @Nullable String host = address.hostAddress();
        return host != null && InetAddress.ofLiteral(host).isLoopbackAddress();
    }
}
