package dev.templedb.cathedral.versions;

import dev.templedb.api.NewVersionJson;
import dev.templedb.api.PageJson;
import dev.templedb.api.VersionJson;
import dev.templedb.api.VersionPatchJson;
import dev.templedb.cathedral.http.CurrentCaller;
import dev.templedb.cathedral.http.Given;
import dev.templedb.cathedral.http.Page;
import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.core.VersionName;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The versions of a project.
@Path("/api/v1")
@Singleton
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class VersionResource {
    private final Versions versions;
    private final CurrentCaller current;

    VersionResource(Versions versions, CurrentCaller current) {
        this.versions = versions;
        this.current = current;
    }

    @GET
    @Path("/projects/{owner}/{project}/versions")
    public PageJson<VersionJson> list(
            String owner,
            String project,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        var page = Page.of(limit, cursor, 1);
        return page.answer(
                versions.list(current.get(), new ProjectAddress(owner, project), page),
                version -> List.of(version.id().toString()),
                VersionResource::json);
    }

    @POST
    @Path("/projects/{owner}/{project}/versions")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response publish(String owner, String project, @Nullable NewVersionJson body) {
        var wanted = Given.body(body);
        var version = versions.publish(
                current.get(),
                new ProjectAddress(owner, project),
                VersionName.of(Given.required("version", wanted.version())),
                wanted.state(),
                wanted.notes());
        return Response.status(201).entity(json(version)).build();
    }

    @GET
    @Path("/projects/{owner}/{project}/versions/{version}")
    public VersionJson show(String owner, String project, String version) {
        return json(versions.show(current.get(), new ProjectAddress(owner, project), version));
    }

    @PATCH
    @Path("/projects/{owner}/{project}/versions/{version}")
    @Consumes(MediaType.APPLICATION_JSON)
    public VersionJson change(String owner, String project, String version, @Nullable VersionPatchJson body) {
        var patch = Given.body(body);
        return json(versions.change(
                current.get(),
                new ProjectAddress(owner, project),
                version,
                patch.yanked(),
                patch.yankReason(),
                patch.notes()));
    }

    @DELETE
    @Path("/projects/{owner}/{project}/versions/{version}")
    public void delete(String owner, String project, String version) {
        versions.delete(current.get(), new ProjectAddress(owner, project), version);
    }

    /// A version as it travels.
    public static VersionJson json(Version version) {
        return new VersionJson(
                version.name().text(),
                version.stateRoot(),
                version.notes(),
                version.name().isPreRelease(),
                version.packageUrl(),
                version.packageBytes(),
                version.checksum(),
                version.manifest(),
                version.createdBy(),
                version.createdAt(),
                version.yanked(),
                version.yankReason(),
                version.signed(),
                version.signedBy(),
                version.signer(),
                version.signerKey(),
                version.signerKeyRevokedAt(),
                version.signature(),
                version.signedProject(),
                version.downloads());
    }
}
