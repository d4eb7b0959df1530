package dev.templedb.cathedral.http;

import dev.templedb.api.ProblemJson;
import dev.templedb.core.ErrorCode;
import jakarta.ws.rs.core.Response;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes problem documents (RFC 9457): the only form that a refusal has.
public final class Problems {
    /// The media type of problem documents.
    public static final String MEDIA_TYPE = "application/problem+json";

    /// What is over soon by itself.
    private static final Set<ErrorCode> PASSING =
            EnumSet.of(ErrorCode.DATABASE_UNAVAILABLE, ErrorCode.SERVER_BUSY, ErrorCode.GIT_BUSY);

    private static final int RETRY_SECONDS = 5;

    private Problems() {}

    /// An answer with the status of the code's kind.
    public static Response answer(ErrorCode code, String detail) {
        return answer(code, status(code.kind()), detail);
    }

    /// The same with what a program needs to go on.
    public static Response answer(ErrorCode code, String detail, Map<String, Object> details) {
        return answer(code, status(code.kind()), detail, details);
    }

    /// An answer with another status, for the refusals that HTTP has its own for.
    static Response answer(ErrorCode code, int status, String detail) {
        return answer(code, status, detail, null);
    }

    private static Response answer(ErrorCode code, int status, String detail, @Nullable Map<String, Object> details) {
        var response = Response.status(status)
                .entity(problem(code, status, detail, details))
                .type(MEDIA_TYPE);
        if (code.kind() == ErrorCode.Kind.UNAUTHENTICATED) {
            response.header("WWW-Authenticate", "Bearer realm=\"cathedral\"");
        }
        if (PASSING.contains(code)) {
            response.header("Retry-After", RETRY_SECONDS);
        }
        return response.build();
    }

    /// The document.
    private static ProblemJson problem(
            ErrorCode code, int status, String detail, @Nullable Map<String, Object> details) {
        return new ProblemJson("about:blank", status, code.id(), code.name(), detail, code.hint(), details);
    }

    /// The HTTP status of a kind of error.
    public static int status(ErrorCode.Kind kind) {
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
