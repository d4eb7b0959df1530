package dev.templedb.cathedral.http;

import dev.templedb.cathedral.settings.Settings;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;

/// Ends requests whose JSON comes too slowly: it has 1 MiB at most, and whoever sends it byte by byte only keeps the
/// server busy. What may be large, such as packages, may take its time as long as something comes.
@Singleton
final class BodyDeadline {
    private static final int AFTER_THE_REQUEST_ID = 9_000;

    private final Duration longest;

    @Inject
    BodyDeadline(Settings settings) {
        this(settings.get(HttpSettings.JSON_TIMEOUT));
    }

    BodyDeadline(Duration longest) {
        this.longest = longest;
    }

    void register(@Observes Filters filters) {
        filters.register(this::watch, AFTER_THE_REQUEST_ID);
    }

    void watch(RoutingContext context) {
        var request = context.request();
        String type = request.getHeader("Content-Type");
        if (type != null && type.toLowerCase(java.util.Locale.ROOT).contains("json") && !request.isEnded()) {
            long timer = context.vertx().setTimer(longest.toMillis(), _ -> {
                if (!request.isEnded()) {
                    request.connection().close();
                }
            });
            context.addEndHandler(_ -> context.vertx().cancelTimer(timer));
        }
        context.next();
    }
}
