package dev.templedb.cathedral.http;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;

/// Refuses JSON that is larger than any request needs, before it is read.
@Provider
public final class BodyLimit implements ContainerRequestFilter {
    /// The largest JSON document, in bytes.
    public static final int JSON_BYTES = 1 << 20;

    @Override
    public void filter(ContainerRequestContext request) {
        if (!MediaType.APPLICATION_JSON_TYPE.isCompatible(request.getMediaType())) {
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
}
