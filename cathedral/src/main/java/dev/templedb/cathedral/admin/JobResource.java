package dev.templedb.cathedral.admin;

import dev.templedb.api.JobJson;
import dev.templedb.cathedral.http.CurrentCaller;
import dev.templedb.cathedral.jobs.JobState;
import dev.templedb.cathedral.jobs.Jobs;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/// Jobs for administrators.
@Path("/api/v1")
@Singleton
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class JobResource {
    private final Jobs jobs;
    private final CurrentCaller current;

    JobResource(Jobs jobs, CurrentCaller current) {
        this.jobs = jobs;
        this.current = current;
    }

    @GET
    @Path("/admin/jobs")
    public List<JobJson> list() {
        current.get().administrator();
        return jobs.list().stream().map(JobResource::json).toList();
    }

    @POST
    @Path("/admin/jobs/{job}/run")
    public Response run(String job) {
        var caller = current.get();
        caller.administrator();
        jobs.wake(caller, job);
        return Response.accepted().build();
    }

    private static JobJson json(JobState job) {
        return new JobJson(
                job.name(),
                job.dueAt(),
                job.node(),
                job.startedAt(),
                job.endedAt(),
                job.succeeded(),
                job.result(),
                job.failure(),
                job.runs(),
                job.failures());
    }
}
