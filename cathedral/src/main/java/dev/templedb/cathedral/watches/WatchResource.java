package dev.templedb.cathedral.watches;

import dev.templedb.api.PageJson;
import dev.templedb.api.ProjectJson;
import dev.templedb.api.WatchJson;
import dev.templedb.cathedral.http.CurrentCaller;
import dev.templedb.cathedral.http.Page;
import dev.templedb.cathedral.permissions.ProjectAddress;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/// What users watch.
@Path("/api/v1")
@Singleton
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class WatchResource {
    private final Watches watches;
    private final CurrentCaller current;

    WatchResource(Watches watches, CurrentCaller current) {
        this.watches = watches;
        this.current = current;
    }

    @GET
    @Path("/projects/{owner}/{project}/watch")
    public WatchJson show(String owner, String project) {
        return json(watches.show(current.get(), new ProjectAddress(owner, project)));
    }

    @PUT
    @Path("/projects/{owner}/{project}/watch")
    public WatchJson begin(String owner, String project) {
        return json(watches.begin(current.get(), new ProjectAddress(owner, project)));
    }

    @DELETE
    @Path("/projects/{owner}/{project}/watch")
    public WatchJson end(String owner, String project) {
        return json(watches.end(current.get(), new ProjectAddress(owner, project)));
    }

    @GET
    @Path("/users/{username}/watches")
    public PageJson<ProjectJson> of(
            String username,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return watches.of(current.get(), username, Page.of(limit, cursor, 2));
    }

    private static WatchJson json(Watches.Standing standing) {
        return new WatchJson(standing.watched(), standing.watchers());
    }
}
