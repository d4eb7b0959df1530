package dev.templedb.cathedral.http;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import jakarta.annotation.Priority;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import org.jspecify.annotations.Nullable;

/// Refuses JSON and forms that are larger than any request needs, before they are read.
@Provider
@Priority(Priorities.AUTHENTICATION - 100)
public final class BodyLimit implements ContainerRequestFilter {
    /// The largest JSON document, in bytes.
    public static final int JSON_BYTES = 1 << 20;

    private static final int FORM_BYTES = 16 << 10;

    @Override
    public void filter(ContainerRequestContext request) {
        var type = type(request);
        if (MediaType.APPLICATION_FORM_URLENCODED_TYPE.isCompatible(type)
                && (request.getLength() > FORM_BYTES || request.getLength() < 0)) {
            throw new TempleException(
                    ErrorCode.REQUEST_TOO_LARGE, "A form has 16 KiB at most, and comes with its Content-Length.");
        }
        if (!MediaType.APPLICATION_JSON_TYPE.isCompatible(type)) {
            return;
        }
        if (request.getLength() > JSON_BYTES) {
            throw new TempleException(ErrorCode.REQUEST_TOO_LARGE, "A JSON document has 1 MiB at most.");
        }
        if (request.getHeaderString("Transfer-Encoding") != null) {
            // Nobody knows how much comes; packages, which may be large, are not JSON.
            throw new TempleException(ErrorCode.REQUEST_TOO_LARGE, "A JSON document comes with its Content-Length.");
        }
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
