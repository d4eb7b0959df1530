package dev.templedb.cathedral.http;

import dev.templedb.cathedral.settings.Settings;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Ends requests whose body comes too slowly: JSON and forms have 1 MiB at most, and whoever sends them byte by byte
/// only keeps the server busy. Small pushes and what git asks have four times as long. What may be large, which is
/// packages and their parts, may take its time as long as something comes.
///
/// Of a request that was answered before its body had come, the rest is thrown away as it comes, for a few seconds:
/// nobody reads it any more, and it would wait in memory.
@Singleton
final class BodyDeadline {
    private static final int AFTER_THE_REQUEST_ID = 9_000;

    private static final int LONGER = 4;

    /// So long may somebody go on sending who was refused, so that the answer can be read.
    private static final Duration REST = Duration.ofSeconds(5);

    private final Duration longest;
    private final Duration rest;

    @Inject
    BodyDeadline(Settings settings) {
        this(settings.get(HttpSettings.JSON_TIMEOUT), REST);
    }

    BodyDeadline(Duration longest, Duration rest) {
        this.longest = longest;
        this.rest = rest;
    }

    void register(@Observes Filters filters) {
        filters.register(this::watch, AFTER_THE_REQUEST_ID);
    }

    void watch(RoutingContext context) {
        var request = context.request();
        long most = most(request.path(), request.getHeader("Content-Type"));
        if (most > 0 && !request.isEnded()) {
            long timer = context.vertx().setTimer(most, _ -> {
                if (!request.isEnded()) {
                    request.connection().close();
                }
            });
            context.addEndHandler(_ -> context.vertx().cancelTimer(timer));
        }
        context.addEndHandler(_ -> throwAwayRest(context.vertx(), request));
        context.next();
    }

    private void throwAwayRest(Vertx vertx, HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(0);
            return;
        }
        try {
            request.handler(_ -> {}).resume();
        } catch (IllegalStateException ended) {
            return;
        }
        vertx.setTimer(rest.toMillis(), _ -> {
            if (!request.isEnded()) {
                request.connection().close();
            }
        });
    }

    /// In milliseconds; 0 for no bound.
    private long most(@Nullable String path, @Nullable String type) {
        String known = type == null ? "" : type.toLowerCase(Locale.ROOT);
        if (path != null && (path.endsWith("/push/small") || path.endsWith("/git-upload-pack"))) {
            return longest.toMillis() * LONGER;
        }
        boolean isLarge =
                known.startsWith("application/octet-stream") || known.startsWith("application/vnd.cathedral.package");
        return isLarge ? 0 : longest.toMillis();
    }
}
