package dev.templedb.cathedral.traces;

import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/// The pattern that the path of a request fits, such as `/api/v1/projects/{owner}/{project}`: says what was asked for
/// without a name.
public final class Route {
    /// Where Quarkus leaves it for its metrics.
    private static final String TEMPLATE = "UrlPathTemplate";

    private Route() {}

    /// The route of a request that was answered; null when it went to no resource.
    public static @Nullable String of(RoutingContext context) {
        return context.request() instanceof HttpServerRequestInternal request
                ? request.context().getLocal(TEMPLATE)
                : null;
    }
}
