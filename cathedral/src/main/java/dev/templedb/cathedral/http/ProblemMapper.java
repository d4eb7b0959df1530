package dev.templedb.cathedral.http;

import dev.templedb.api.ProblemJson;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Objects;

/// Turns a [TempleException] into a problem document of RFC 9457.
@Provider
public final class ProblemMapper implements ExceptionMapper<TempleException> {
    /// The media type of problem documents.
    public static final String PROBLEM = "application/problem+json";

    @Override
    public Response toResponse(TempleException failure) {
        var code = failure.code();
        int status = status(code.kind());
        var detail = Objects.requireNonNullElse(failure.getMessage(), code.name());
        var problem = new ProblemJson("about:blank", status, code.id(), code.name(), detail, code.hint(), null);
        return Response.status(status).entity(problem).type(PROBLEM).build();
    }

    private static int status(ErrorCode.Kind kind) {
        return switch (kind) {
            case INVALID -> 400;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case PRECONDITION -> 412;
            case TOO_LARGE -> 413;
            case CORRUPT -> 422;
            case LIMITED -> 429;
            case INTERNAL -> 500;
            case UNAVAILABLE -> 503;
        };
    }
}
