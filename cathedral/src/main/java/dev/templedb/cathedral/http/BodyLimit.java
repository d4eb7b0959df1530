package dev.templedb.cathedral.http;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.Arrays;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/// Refuses JSON and forms that are larger than any request needs, before they are read, and bounds how much of them is
/// read at once.
@Singleton
public final class BodyLimit {
    /// The largest JSON document, in bytes.
    public static final int JSON_BYTES = 1 << 20;

    private static final int FORM_BYTES = 16 << 10;
    private static final int ANONYMOUS_JSON_BYTES = 64 << 10;
    private static final String JSON = "templedb.json-length";
    private static final String FORM = "templedb.form-length";
    private static final String HELD = "templedb.body-held";

    private final BodyRoom rooms;
    private final CurrentCaller current;

    BodyLimit(BodyRoom rooms, CurrentCaller current) {
        this.rooms = rooms;
        this.current = current;
    }

    /// Runs before anybody looks at who asks.
    @ServerRequestFilter(priority = Priorities.AUTHENTICATION - 100)
    public void filter(ContainerRequestContext request, ResourceInfo resource) throws IOException {
        var type = type(request);
        if (MediaType.APPLICATION_FORM_URLENCODED_TYPE.isCompatible(type)) {
            if (request.getLength() > FORM_BYTES || request.getLength() < 0) {
                throw new TempleException(
                        ErrorCode.REQUEST_TOO_LARGE, "A form has 16 KiB at most, and comes with its Content-Length.");
            }
            request.setProperty(FORM, request.getLength());
        }
        if (!(type == null ? isReadAsJson(request, resource) : MediaType.APPLICATION_JSON_TYPE.isCompatible(type))) {
            return;
        }
        if (request.getLength() > JSON_BYTES) {
            throw new TempleException(ErrorCode.REQUEST_TOO_LARGE, "A JSON document has 1 MiB at most.");
        }
        if (request.getHeaderString("Transfer-Encoding") != null || hasUnknownLength(request)) {
            // Nobody knows how much comes; packages, which may be large, are not JSON.
            throw new TempleException(ErrorCode.REQUEST_TOO_LARGE, "A JSON document comes with its Content-Length.");
        }
        if (request.getLength() > 0) {
            request.setProperty(JSON, request.getLength());
        }
    }

    /// Keeps what is read of JSON and of forms at once within the memory. Runs when the caller is known and may ask
    /// at all.
    @ServerRequestFilter(priority = Priorities.AUTHENTICATION + 60)
    public void hold(ContainerRequestContext request, RoutingContext context) {
        if (request.getProperty(FORM) instanceof Integer length) {
            hold(request, context, rooms.forms(), length);
        } else if (request.getProperty(JSON) instanceof Integer length) {
            holdJson(request, context, length);
        }
    }

    private void holdJson(ContainerRequestContext request, RoutingContext context, int length) {
        boolean isKnown = current.get().isSignedIn();
        if (!isKnown && length > ANONYMOUS_JSON_BYTES) {
            throw new TempleException(
                    ErrorCode.REQUEST_TOO_LARGE,
                    "Of somebody who is not signed in, a JSON document has 64 KiB at most.");
        }
        hold(request, context, isKnown ? rooms.json() : rooms.anonymousJson(), length);
    }

    private static void hold(ContainerRequestContext request, RoutingContext context, HeldBytes memory, int length) {
        var room = memory.take(length)
                .orElseThrow(() ->
                        new TempleException(ErrorCode.SERVER_BUSY, "Too many send large requests at the moment."));
        request.setProperty(HELD, room);
        // When nothing is answered, since who asked went away.
        context.addEndHandler(_ -> room.close());
    }

    @ServerResponseFilter
    public void giveBack(ContainerRequestContext request) {
        if (request.getProperty(HELD) instanceof HeldBytes.Room room) {
            room.close();
        }
    }

    /// Where only JSON is taken, what comes without a type is read as JSON too.
    private static boolean isReadAsJson(ContainerRequestContext request, ResourceInfo resource) {
        if (request.getMethod().equals("GET") || request.getMethod().equals("HEAD")) {
            return false;
        }
        var ofMethod = resource.getResourceMethod().getAnnotation(Consumes.class);
        var taken = ofMethod == null ? resource.getResourceClass().getAnnotation(Consumes.class) : ofMethod;
        return taken != null && Arrays.asList(taken.value()).contains(MediaType.APPLICATION_JSON);
    }

    /// HTTP/2 has no Transfer-Encoding: there, a body without its length only shows when it comes.
    private static boolean hasUnknownLength(ContainerRequestContext request) throws IOException {
        return request.getLength() < 0 && request.getEntityStream().read() >= 0;
    }

    /// Whoever asks for it later can be sure that it is one.
    private static @Nullable MediaType type(ContainerRequestContext request) {
        try {
            return request.getMediaType();
        } catch (IllegalArgumentException none) {
            throw new NotSupportedException("the header Content-Type has no media type", none);
        }
    }
}
