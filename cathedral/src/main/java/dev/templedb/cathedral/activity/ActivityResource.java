package dev.templedb.cathedral.activity;

import dev.templedb.api.ActivityJson;
import dev.templedb.api.PageJson;
import dev.templedb.cathedral.http.CurrentCaller;
import dev.templedb.cathedral.http.Page;
import dev.templedb.cathedral.permissions.ProjectAddress;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Feeds.
@Path("/api/v1")
@Singleton
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class ActivityResource {
    private final Activities activities;
    private final CurrentCaller current;

    ActivityResource(Activities activities, CurrentCaller current) {
        this.activities = activities;
        this.current = current;
    }

    @GET
    @Path("/activity/feed")
    public PageJson<ActivityJson> all(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
        var page = Page.of(limit, cursor, 1);
        return answer(page, activities.all(current.get(), page));
    }

    @GET
    @Path("/activity/watched")
    public PageJson<ActivityJson> watched(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
        var page = Page.of(limit, cursor, 1);
        return answer(page, activities.watched(current.get(), page));
    }

    @GET
    @Path("/activity/user/{username}")
    public PageJson<ActivityJson> ofUser(
            String username,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        var page = Page.of(limit, cursor, 1);
        return answer(page, activities.of(current.get(), username, page));
    }

    @GET
    @Path("/users/{username}/activity")
    public PageJson<ActivityJson> ofUserToo(
            String username,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return ofUser(username, limit, cursor);
    }

    @GET
    @Path("/projects/{owner}/{project}/activity")
    public PageJson<ActivityJson> ofProject(
            String owner,
            String project,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        var page = Page.of(limit, cursor, 1);
        return answer(page, activities.of(current.get(), new ProjectAddress(owner, project), page));
    }

    private static PageJson<ActivityJson> answer(Page page, List<Activities.Activity> found) {
        return page.answer(
                found,
                one -> List.of(one.id().toString()),
                one -> new ActivityJson(
                        one.id(), one.actor(), one.action(), one.project(), one.metadata(), one.createdAt()));
    }
}
