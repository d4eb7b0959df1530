package dev.templedb.cathedral.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.templedb.cathedral.permissions.ProjectMoved;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/// Turns everything that is thrown into a problem document: never a stack trace, never the words of a library.
@Singleton
public final class ProblemMapper {
    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

    private static final int INSUFFICIENT_STORAGE = 507;

    private final ServerAddress server;

    ProblemMapper(ServerAddress server) {
        this.server = server;
    }

    /// What services throw.
    @ServerExceptionMapper
    public Response refused(TempleException failure) {
        if (failure.code().kind() == ErrorCode.Kind.INTERNAL) {
            LOG.error("A request failed", failure);
        }
        String said =
                Objects.requireNonNullElse(failure.getMessage(), failure.code().name());
        return failure.code() == ErrorCode.STORAGE_FULL
                ? Problems.answer(failure.code(), INSUFFICIENT_STORAGE, said)
                : Problems.answer(failure.code(), said);
    }

    /// A project that has another address now: the method and the body stay.
    @ServerExceptionMapper
    public Response moved(ProjectMoved moved, UriInfo uri) {
        String before = uri.getRequestUri().getRawPath();
        String address = "/" + moved.from() + "(?=/|$|\\.git)";
        String after = before.replaceFirst(address, "/" + moved.to());
        String query = uri.getRequestUri().getRawQuery();
        return Response.status(308)
                .location(server.of(uri, after + (query == null ? "" : "?" + query)))
                .build();
    }

    /// What is no JSON, or JSON of another shape.
    @ServerExceptionMapper
    public Response malformed(JsonProcessingException failure) {
        return Problems.answer(ErrorCode.REQUEST_INVALID, sentence(failure));
    }

    /// The same for the kind of which the framework thinks itself.
    @ServerExceptionMapper
    public Response mismatched(MismatchedInputException failure) {
        return malformed(failure);
    }

    private static String sentence(JsonProcessingException failure) {
        if (failure instanceof JsonMappingException mapping
                && !mapping.getPath().isEmpty()) {
            String field = mapping.getPath().stream()
                    .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                    .collect(Collectors.joining("."));
            return "The field %s has a value of the wrong type.".formatted(dev.templedb.core.Printable.text(field));
        }
        return "The body is not JSON of the form that is expected here.";
    }

    /// What the framework refuses by itself.
    @ServerExceptionMapper
    public Response refused(WebApplicationException failure) {
        if (failure.getCause() instanceof JsonProcessingException malformed) {
            return malformed(malformed);
        }
        var given = failure.getResponse();
        int status = given.getStatus();
        if (status < 400) {
            return given;
        }
        var answer = switch (status) {
            case 401 -> Problems.answer(ErrorCode.LOGIN_REQUIRED, "This needs somebody who is signed in.");
            case 403 -> Problems.answer(ErrorCode.PERMISSION_DENIED, "This is not allowed.");
            case 404 -> notFound(failure);
            case 405 ->
                Problems.answer(ErrorCode.METHOD_NOT_ALLOWED, 405, "There is something here, but not for this method.");
            case 406 ->
                Problems.answer(
                        ErrorCode.NOT_ACCEPTABLE, 406, "The answer is JSON, which the request does not accept.");
            case 413 -> Problems.answer(ErrorCode.REQUEST_TOO_LARGE, "The body is too large.");
            case 415 ->
                Problems.answer(ErrorCode.MEDIA_TYPE_UNSUPPORTED, 415, "The body has a type that is not read here.");
            default ->
                status < 500
                        ? Problems.answer(ErrorCode.REQUEST_INVALID, status, "The request is not valid.")
                        : unexpected(failure);
        };
        var allow = given.getHeaders().get("Allow");
        return allow == null
                ? answer
                : Response.fromResponse(answer)
                        .header("Allow", allow.getFirst())
                        .build();
    }

    /// Of what is converted from text, addresses have ids and questions have numbers.
    private static Response notFound(WebApplicationException failure) {
        return failure.getCause() instanceof NumberFormatException
                ? Problems.answer(ErrorCode.REQUEST_INVALID, "A parameter that is a number has another value.")
                : Problems.answer(ErrorCode.PATH_UNKNOWN, "There is nothing at this address.");
    }

    /// What nobody has thought of: the log says what it was. That somebody went away in the middle of an answer is
    /// no
    /// failure of the server.
    @ServerExceptionMapper
    public Response unexpected(Throwable failure, RoutingContext context) {
        if (context.response().closed() || isClosedByClient(failure)) {
            LOG.debugf("Who asked went away: %s", failure);
        } else {
            LOG.error("A request failed", failure);
        }
        return unexpected();
    }

    /// Whether the connection was closed while it was read or written.
    static boolean isClosedByClient(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ClosedChannelException || cause instanceof HttpClosedException) {
                return true;
            }
        }
        return false;
    }

    private static Response unexpected(WebApplicationException failure) {
        if (isClosedByClient(failure)) {
            LOG.debugf("Who asked went away: %s", failure);
        } else {
            LOG.error("A request failed", failure);
        }
        return unexpected();
    }

    private static Response unexpected() {
        return Problems.answer(ErrorCode.INTERNAL, "Something went wrong in the server; its log says what.");
    }
}
