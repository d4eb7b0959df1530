package dev.templedb.cathedral.admin;

import dev.templedb.api.CountsJson;
import dev.templedb.cathedral.http.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/// How much there is, for administrators.
@Path("/api/v1")
@Singleton
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class CountResource {
    private final Counts counts;
    private final CurrentCaller current;

    CountResource(Counts counts, CurrentCaller current) {
        this.counts = counts;
        this.current = current;
    }

    @GET
    @Path("/admin/counts")
    public CountsJson show() {
        current.get().administrator();
        return counts.count();
    }
}
