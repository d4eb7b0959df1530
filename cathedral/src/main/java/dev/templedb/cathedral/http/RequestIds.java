package dev.templedb.cathedral.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.UUID;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/// Gives every request an id, which is in the answer's header `X-Request-Id`, in the log and in the audit log; and
/// gives every answer the headers that keep it from being taken for something else.
@Provider
@PreMatching
@Priority(1)
public final class RequestIds implements ContainerRequestFilter, ContainerResponseFilter {
    /// The header.
    public static final String HEADER = "X-Request-Id";

    private static final String PROPERTY = "templedb.request-id";

    /// The id of a request.
    public static @Nullable String of(ContainerRequestContext request) {
        return (String) request.getProperty(PROPERTY);
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String given = request.getHeaderString(HEADER);
        String id = given != null && given.matches("[A-Za-z0-9._-]{8,64}")
                ? given
                : UUID.randomUUID().toString();
        request.setProperty(PROPERTY, id);
        MDC.put("request_id", id);
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        var headers = response.getHeaders();
        String id = of(request);
        if (id != null) {
            headers.putSingle(HEADER, id);
        }
        headers.putSingle("X-Content-Type-Options", "nosniff");
        if (!headers.containsKey("Cache-Control")) {
            headers.putSingle("Cache-Control", "private, no-cache");
            headers.putSingle("Vary", "Authorization, Cookie");
        }
        MDC.remove("request_id");
    }
}
