package dev.templedb.cathedral.projects;

import dev.templedb.api.CollaboratorJson;
import dev.templedb.api.GrantJson;
import dev.templedb.api.MoveJson;
import dev.templedb.api.NewProjectJson;
import dev.templedb.api.NewTagJson;
import dev.templedb.api.ProjectPatchJson;
import dev.templedb.api.TagJson;
import dev.templedb.cathedral.accounts.UserResource;
import dev.templedb.cathedral.http.CurrentCaller;
import dev.templedb.cathedral.http.EntityTags;
import dev.templedb.cathedral.http.Given;
import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.cathedral.permissions.Role;
import dev.templedb.cathedral.permissions.Visibility;
import dev.templedb.cathedral.tags.Tags;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A project, its tags and its collaborators.
@Path("/api/v1")
@Singleton
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class ProjectResource {
    private final Projects projects;
    private final ProjectTags tags;
    private final Collaborators collaborators;
    private final ProjectAnswers answers;
    private final CurrentCaller current;

    ProjectResource(
            Projects projects,
            ProjectTags tags,
            Collaborators collaborators,
            ProjectAnswers answers,
            CurrentCaller current) {
        this.projects = projects;
        this.tags = tags;
        this.collaborators = collaborators;
        this.answers = answers;
        this.current = current;
    }

    @POST
    @Path("/projects")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(@Nullable NewProjectJson body, UriInfo uri) {
        var wanted = Given.body(body);
        var project = projects.create(
                current.get(),
                new NewProject(
                        wanted.owner(),
                        wanted.slug(),
                        wanted.name(),
                        wanted.description(),
                        visibility(wanted.visibility()),
                        wanted.repositoryUrl(),
                        wanted.homepageUrl(),
                        wanted.license(),
                        wanted.tags()));
        return Response.created(uri.getAbsolutePathBuilder()
                        .path(project.address().toString())
                        .build())
                .entity(answers.json(project))
                .header("ETag", tag(project))
                .build();
    }

    private static Visibility visibility(@Nullable String word) {
        return word == null ? Visibility.PRIVATE : Visibility.of(word);
    }

    @GET
    @Path("/projects/{owner}/{project}")
    public Response show(String owner, String project) {
        return answer(projects.show(current.get(), new ProjectAddress(owner, project)));
    }

    @PATCH
    @Path("/projects/{owner}/{project}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response change(
            String owner,
            String project,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @Nullable ProjectPatchJson body) {
        var patch = Given.body(body);
        return answer(projects.change(
                current.get(),
                new ProjectAddress(owner, project),
                new ProjectChange(
                        patch.name(),
                        patch.description(),
                        patch.visibility() == null ? null : Visibility.of(patch.visibility()),
                        patch.repositoryUrl(),
                        patch.homepageUrl(),
                        patch.license(),
                        patch.defaultBranch(),
                        patch.metadata(),
                        patch.signedVersions()),
                present -> EntityTags.match(ifMatch, tag(present))));
    }

    @DELETE
    @Path("/projects/{owner}/{project}")
    public void delete(String owner, String project, @HeaderParam("If-Match") @Nullable String ifMatch) {
        projects.delete(
                current.get(), new ProjectAddress(owner, project), present -> EntityTags.match(ifMatch, tag(present)));
    }

    @POST
    @Path("/projects/{owner}/{project}/move")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response move(String owner, String project, @Nullable MoveJson body) {
        var wanted = Given.body(body);
        return answer(projects.move(current.get(), new ProjectAddress(owner, project), wanted.owner(), wanted.slug()));
    }

    private Response answer(Project project) {
        return Response.ok(answers.json(project)).header("ETag", tag(project)).build();
    }

    private static String tag(Project project) {
        return EntityTags.of(project.id(), project.updatedAt());
    }

    @GET
    @Path("/projects/{owner}/{project}/tags")
    public List<TagJson> tags(String owner, String project) {
        return tags.list(current.get(), new ProjectAddress(owner, project)).stream()
                .map(ProjectResource::json)
                .toList();
    }

    @POST
    @Path("/projects/{owner}/{project}/tags")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response putTag(String owner, String project, @Nullable NewTagJson body) {
        var wanted = Given.body(body);
        var tag = tags.put(
                current.get(),
                new ProjectAddress(owner, project),
                Given.text("name", wanted.name(), Given.NAME),
                wanted.category());
        return Response.status(201).entity(json(tag)).build();
    }

    @DELETE
    @Path("/projects/{owner}/{project}/tags/{tag}")
    public void removeTag(String owner, String project, String tag) {
        tags.remove(current.get(), new ProjectAddress(owner, project), tag);
    }

    private static TagJson json(Tags.Tag tag) {
        return new TagJson(tag.name(), tag.category(), tag.projects());
    }

    @GET
    @Path("/projects/{owner}/{project}/collaborators")
    public List<CollaboratorJson> collaborators(String owner, String project) {
        return collaborators.list(current.get(), new ProjectAddress(owner, project)).stream()
                .map(ProjectResource::json)
                .toList();
    }

    @POST
    @Path("/projects/{owner}/{project}/collaborators")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response putCollaborator(String owner, String project, @Nullable GrantJson body) {
        var wanted = Given.body(body);
        var collaborator = collaborators.put(
                current.get(),
                new ProjectAddress(owner, project),
                Given.text("user", wanted.user(), Given.NAME),
                Role.of(Given.text("role", wanted.role(), Given.NAME)));
        return Response.status(201).entity(json(collaborator)).build();
    }

    @DELETE
    @Path("/projects/{owner}/{project}/collaborators/{username}")
    public void removeCollaborator(String owner, String project, String username) {
        collaborators.remove(current.get(), new ProjectAddress(owner, project), username);
    }

    private static CollaboratorJson json(Collaborator one) {
        return new CollaboratorJson(
                one.username(),
                one.displayName(),
                one.invitedEmail(),
                one.role().word(),
                one.via().word(),
                one.addedBy(),
                one.addedAt(),
                one.keys().stream().map(UserResource::json).toList());
    }
}
