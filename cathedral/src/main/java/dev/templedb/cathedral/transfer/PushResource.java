package dev.templedb.cathedral.transfer;

import dev.templedb.api.PushAnswerJson;
import dev.templedb.api.PushCommitJson;
import dev.templedb.api.PushJson;
import dev.templedb.api.PushedJson;
import dev.templedb.cathedral.http.CurrentCaller;
import dev.templedb.cathedral.http.Given;
import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.core.Sha256;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Pushes: asked for, and made.
@Path("/api/v1/projects/{owner}/{project}/push")
@Singleton
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class PushResource {
    private final Pushes pushes;
    private final SmallPush small;
    private final CurrentCaller current;

    PushResource(Pushes pushes, SmallPush small, CurrentCaller current) {
        this.pushes = pushes;
        this.small = small;
        this.current = current;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public PushAnswerJson negotiate(String owner, String project, @Nullable PushJson body) {
        var given = Given.body(body);
        var address = new ProjectAddress(owner, project);
        pushes.requirePermission(current.get(), address, given.create());
        var request = Wire.push(given);
        var negotiated = pushes.negotiate(
                current.get(),
                address,
                request,
                Wire.roots("known", given.known()),
                Given.required("bytes", given.bytes()));
        return new PushAnswerJson(
                negotiated
                        .upload()
                        .map(upload -> Wire.json(new Uploads.Progress(upload, List.of())))
                        .orElse(null),
                negotiated.base().map(Sha256::hex).orElse(null));
    }

    @POST
    @Path("/commit")
    @Consumes(MediaType.APPLICATION_JSON)
    public PushedJson commit(String owner, String project, @Nullable PushCommitJson body) {
        var given = Given.body(body);
        var address = new ProjectAddress(owner, project);
        pushes.requirePermission(current.get(), address, given.create());
        var request = Wire.push(given);
        return Wire.json(pushes.commit(current.get(), address, given.upload(), request));
    }

    /// Both in one request: `application/vnd.cathedral.push`, 4 bytes length, the JSON of a commit, then the
    /// package.
    @POST
    @Path("/small")
    public PushedJson small(String owner, String project, InputStream body) throws IOException {
        return Wire.json(small.push(current.get(), new ProjectAddress(owner, project), body));
    }
}
