package dev.templedb.cathedral.projects;

import dev.templedb.api.ProjectJson;
import dev.templedb.cathedral.http.ServerAddress;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.UriInfo;

/// Projects as they travel, in the answer to a request.
@Singleton
public final class ProjectAnswers {
    private final ServerAddress server;
    private final UriInfo request;

    /// @param request the one that is answered
    ProjectAnswers(ServerAddress server, UriInfo request) {
        this.server = server;
        this.request = request;
    }

    /// A project as it travels.
    public ProjectJson json(Project project) {
        var role = project.role();
        return new ProjectJson(
                project.id(),
                project.address().owner(),
                project.ownerType(),
                project.address().slug(),
                project.name(),
                project.description(),
                project.visibility().word(),
                project.repositoryUrl(),
                project.homepageUrl(),
                project.license(),
                project.defaultBranch(),
                project.tags(),
                project.languages(),
                project.stars(),
                project.forks(),
                project.downloads(),
                project.latestVersion(),
                project.state(),
                server.of(request, "/" + project.address() + ".git").toString(),
                project.source(),
                role == null ? null : role.word(),
                project.starred(),
                project.watchers(),
                project.watched(),
                project.signing().versions().word(),
                project.signing().by().word(),
                project.metadata(),
                project.statistics(),
                project.createdAt(),
                project.updatedAt());
    }
}
