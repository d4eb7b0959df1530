package dev.templedb.cathedral.stars;

import dev.templedb.cathedral.http.CurrentCaller;
import dev.templedb.cathedral.permissions.ProjectAddress;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/// The caller's star on a project.
@Path("/api/v1")
@Singleton
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class StarResource {
    private final Stars stars;
    private final CurrentCaller current;

    StarResource(Stars stars, CurrentCaller current) {
        this.stars = stars;
        this.current = current;
    }

    @PUT
    @Path("/projects/{owner}/{project}/star")
    public void give(String owner, String project) {
        stars.give(current.get(), new ProjectAddress(owner, project));
    }

    @DELETE
    @Path("/projects/{owner}/{project}/star")
    public void takeBack(String owner, String project) {
        stars.takeBack(current.get(), new ProjectAddress(owner, project));
    }
}
