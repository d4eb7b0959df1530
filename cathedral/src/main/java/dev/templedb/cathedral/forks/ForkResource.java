package dev.templedb.cathedral.forks;

import dev.templedb.api.ForkJson;
import dev.templedb.cathedral.http.CurrentCaller;
import dev.templedb.cathedral.http.Given;
import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.cathedral.permissions.Visibility;
import dev.templedb.cathedral.projects.ProjectAnswers;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/// Forking a project.
@Path("/api/v1")
@Singleton
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class ForkResource {
    private final Forks forks;
    private final ProjectAnswers answers;
    private final CurrentCaller current;

    ForkResource(Forks forks, ProjectAnswers answers, CurrentCaller current) {
        this.forks = forks;
        this.answers = answers;
        this.current = current;
    }

    @POST
    @Path("/projects/{owner}/{project}/fork")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response fork(String owner, String project, @Nullable ForkJson body) {
        var wanted = Given.body(body);
        var fork = forks.fork(
                current.get(),
                new ProjectAddress(owner, project),
                wanted.owner(),
                wanted.slug(),
                wanted.visibility() == null ? null : Visibility.of(wanted.visibility()));
        return Response.status(201).entity(answers.json(fork)).build();
    }
}
