package dev.templedb.cathedral.limits;

import dev.templedb.cathedral.http.Problems;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;
import java.util.Objects;

/// Tells who asks too often when to come again.
@Provider
public final class RateLimitedMapper implements ExceptionMapper<RateLimited> {
    @Override
    public Response toResponse(RateLimited limited) {
        var problem = Problems.answer(
                limited.code(),
                Objects.requireNonNullElse(limited.getMessage(), limited.code().name()),
                Map.of(
                        "unit", limited.unit(),
                        "limit", limited.perMinute(),
                        "left", 0,
                        "retry_after", limited.retryAfter()));
        return Response.fromResponse(problem)
                .header("Retry-After", limited.retryAfter())
                .build();
    }
}
