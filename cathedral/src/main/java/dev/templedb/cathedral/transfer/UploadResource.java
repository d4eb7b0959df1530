package dev.templedb.cathedral.transfer;

import dev.templedb.api.UploadJson;
import dev.templedb.cathedral.http.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Uploads in parts.
@Path("/api/v1/uploads/{id}")
@Singleton
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class UploadResource {
    private static final String OFFSET = "Upload-Offset";

    private final Uploads uploads;
    private final CurrentCaller current;

    UploadResource(Uploads uploads, CurrentCaller current) {
        this.uploads = uploads;
        this.current = current;
    }

    @GET
    public UploadJson show(String id) {
        return Wire.json(uploads.find(current.get(), Wire.id(id)));
    }

    @HEAD
    public Response offset(String id) {
        var progress = uploads.find(current.get(), Wire.id(id));
        return Response.ok()
                .header(OFFSET, progress.offset())
                .header("Upload-Length", progress.upload().bytes())
                .header("Cache-Control", "no-store")
                .build();
    }

    @PATCH
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    public Response take(
            String id,
            @HeaderParam(OFFSET) @Nullable String offset,
            @HeaderParam("Content-Length") @Nullable String length,
            @HeaderParam("Content-Digest") @Nullable String digest,
            InputStream content) {
        var progress = uploads.take(
                current.get(),
                Wire.id(id),
                Wire.number(OFFSET, offset),
                Wire.number("Content-Length", length),
                Wire.digest(digest),
                content);
        return Response.noContent().header(OFFSET, progress.offset()).build();
    }

    @DELETE
    public Response cancel(String id) {
        uploads.cancel(current.get(), Wire.id(id));
        return Response.noContent().build();
    }
}
