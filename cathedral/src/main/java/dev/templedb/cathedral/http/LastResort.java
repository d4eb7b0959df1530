package dev.templedb.cathedral.http;

import dev.templedb.core.ErrorCode;
import io.netty.handler.codec.TooLongFrameException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/// Answers what fails before it reaches a resource, such as what is no HTTP, with a problem document too.
@Singleton
final class LastResort {
    private static final Logger LOG = Logger.getLogger(LastResort.class);
    private static final int BEFORE_THE_FRAMEWORK = -1_000_000;

    void register(@Observes Router router) {
        router.route().order(BEFORE_THE_FRAMEWORK).failureHandler(LastResort::answer);
    }

    private static void answer(RoutingContext context) {
        if (context.response().ended() || context.response().headWritten()) {
            return;
        }
        int status = context.statusCode();
        var failure = context.failure();
        boolean isTheirs = failure instanceof TooLongFrameException || !hasRequest(context);
        if (status < 400) {
            status = isTheirs ? 400 : 500;
        } else if (isTheirs && status >= 500) {
            status = 400;
        }
        if (status >= 500) {
            LOG.error("A request failed", failure);
        }
        var code = switch (status) {
            case 404 -> ErrorCode.PATH_UNKNOWN;
            case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
            case 413 -> ErrorCode.REQUEST_TOO_LARGE;
            default -> status < 500 ? ErrorCode.REQUEST_INVALID : ErrorCode.INTERNAL;
        };
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", Problems.MEDIA_TYPE)
                .putHeader("X-Content-Type-Options", "nosniff")
                .end("""
                        {"type":"about:blank","status":%d,"code":"%s","title":"%s","detail":"%s","hint":"%s","details":null}""".formatted(
                                status,
                                code.id(),
                                code.name(),
                                status < 500
                                        ? "The server does not understand the request."
                                        : "Something went wrong in the server; its log says what.",
                                code.hint()));
    }

    /// False for what could not be read as HTTP.
    private static boolean hasRequest(RoutingContext context) {
        return context.request().decoderResult().isSuccess();
    }
}
