package dev.templedb.cathedral.transfer;

import dev.templedb.cathedral.http.CurrentCaller;
import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Gives projects out: ranges of packs.
@Path("/api/v1/projects/{owner}/{project}/packs/{id}")
@Singleton
@RunOnVirtualThread
public final class PackResource {
    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{1,18})-([0-9]{1,18})");

    private final Fetches fetches;
    private final CurrentCaller current;

    PackResource(Fetches fetches, CurrentCaller current) {
        this.fetches = fetches;
        this.current = current;
    }

    @GET
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    public Response pack(String owner, String project, String id, @HeaderParam("Range") @Nullable String header) {
        var address = new ProjectAddress(owner, project);
        fetches.requirePermission(current.get(), address);
        var matcher = RANGE.matcher(header == null ? "" : header);
        if (!matcher.matches()) {
            throw new TempleException(
                    ErrorCode.RANGE_INVALID, "A pack is asked for by one range, such as bytes=0-999.");
        }
        long from = Long.parseLong(matcher.group(1));
        long to = Long.parseLong(matcher.group(2));
        var range = fetches.range(current.get(), address, Wire.id(id), from, to - from + 1);
        return Response.status(206)
                .entity(fetches.open(range))
                .header("Content-Length", range.length())
                .header(
                        "Content-Range",
                        "bytes %d-%d/%d".formatted(from, to, range.pack().frameBytes()))
                .header("Accept-Ranges", "bytes")
                // Only for who asked: what is deleted must not be had from a cache that others share.
                .header("Cache-Control", "private, max-age=31536000, immutable")
                .build();
    }
}
