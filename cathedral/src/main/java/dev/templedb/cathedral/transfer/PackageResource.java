package dev.templedb.cathedral.transfer;

import dev.templedb.api.PushVersionJson;
import dev.templedb.api.PushedJson;
import dev.templedb.cathedral.http.CurrentCaller;
import dev.templedb.cathedral.http.Given;
import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.storage.ObjectStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Whole packages as files.
@Path("/api/v1/packages/{owner}/{project}")
@Singleton
@RunOnVirtualThread
public final class PackageResource {
    /// A `.cathedral` file.
    public static final String MEDIA_TYPE = "application/vnd.cathedral.package";

    private final Fetches fetches;
    private final WholeUploads uploads;
    private final ObjectStore store;
    private final CurrentCaller current;

    PackageResource(Fetches fetches, WholeUploads uploads, ObjectStore store, CurrentCaller current) {
        this.fetches = fetches;
        this.uploads = uploads;
        this.store = store;
        this.current = current;
    }

    @GET
    @Path("/{version}/download")
    @Produces(MEDIA_TYPE)
    public Response download(String owner, String project, String version) {
        var fetched = fetches.download(current.get(), new ProjectAddress(owner, project), version);
        var plan = fetched.plan().orElseThrow();
        var name = "%s-%s.cathedral".formatted(project, fetched.version().orElseThrow());
        return Response.ok(PlanStream.whole(plan, store))
                .header("Content-Length", plan.bytes())
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"%s\"".formatted(name.replaceAll("[^A-Za-z0-9._+-]", "_")))
                .header("ETag", "\"" + fetched.root().hex() + "\"")
                .build();
    }

    @POST
    @Path("/upload")
    @Consumes({MEDIA_TYPE, MediaType.APPLICATION_OCTET_STREAM})
    @Produces(MediaType.APPLICATION_JSON)
    public PushedJson upload(
            String owner,
            String project,
            @QueryParam("version") @Nullable String version,
            @QueryParam("notes") @Nullable String notes,
            @QueryParam("visibility") @Nullable String visibility,
            @HeaderParam("Version-Signature") @Nullable String signature,
            @HeaderParam("Content-Length") @Nullable String length,
            InputStream content) {
        var name = Given.text("version", version, Given.NAME);
        return Wire.json(uploads.take(
                current.get(),
                new ProjectAddress(owner, project),
                new PushVersionJson(name, notes, Wire.signatureHeader(signature)),
                visibility,
                length == null ? OptionalLong.empty() : OptionalLong.of(Wire.number("Content-Length", length)),
                content));
    }
}
