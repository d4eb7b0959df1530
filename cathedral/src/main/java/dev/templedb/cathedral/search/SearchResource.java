package dev.templedb.cathedral.search;

import dev.templedb.api.PageJson;
import dev.templedb.api.ProjectJson;
import dev.templedb.cathedral.accounts.Accounts;
import dev.templedb.cathedral.http.CurrentCaller;
import dev.templedb.cathedral.http.Given;
import dev.templedb.cathedral.http.Page;
import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.cathedral.permissions.Visibility;
import dev.templedb.cathedral.projects.Projects;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/// Lists of projects, and search.
@Path("/api/v1")
@Singleton
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class SearchResource {
    private final ProjectSearch projectSearch;
    private final NameSearch names;
    private final Projects projects;
    private final Accounts accounts;
    private final CurrentCaller current;

    SearchResource(
            ProjectSearch projectSearch,
            NameSearch names,
            Projects projects,
            Accounts accounts,
            CurrentCaller current) {
        this.projectSearch = projectSearch;
        this.names = names;
        this.projects = projects;
        this.accounts = accounts;
        this.current = current;
    }

    /// The parameters that all lists of projects have.
    public static final class Parameters {
        @QueryParam("q")
        @Nullable
        String words;

        @QueryParam("owner")
        @Nullable
        String owner;

        @QueryParam("tag")
        @Nullable
        String tag;

        @QueryParam("language")
        @Nullable
        String language;

        @QueryParam("visibility")
        @Nullable
        String visibility;

        @QueryParam("sort")
        @Nullable
        String sort;

        @QueryParam("limit")
        @Nullable
        Integer limit;

        @QueryParam("cursor")
        @Nullable
        String cursor;

        ProjectFilter filter() {
            return new ProjectFilter(
                    Given.optional("q", words, 500),
                    Given.optional("owner", owner, Given.NAME),
                    tag == null ? null : Given.text("tag", tag, Given.NAME).toLowerCase(java.util.Locale.ROOT),
                    Given.optional("language", language, Given.NAME),
                    visibility == null ? null : Visibility.of(visibility),
                    null,
                    null);
        }

        ProjectOrder order() {
            boolean searches = words != null && !words.isBlank();
            return ProjectOrder.of(sort, searches ? ProjectOrder.RELEVANCE : ProjectOrder.UPDATED);
        }

        Page page() {
            return Page.of(limit, cursor, ProjectSearch.CURSOR_KEYS);
        }
    }

    @GET
    @Path("/projects")
    public PageJson<ProjectJson> projects(@BeanParam Parameters given) {
        return projectSearch.page(current.get(), given.filter(), given.order(), given.page());
    }

    @GET
    @Path("/users/{username}/projects")
    public PageJson<ProjectJson> ofUser(String username, @BeanParam Parameters given) {
        var user = accounts.byName(username);
        var filter = given.filter();
        return projectSearch.page(
                current.get(),
                new ProjectFilter(
                        filter.words(),
                        user.username(),
                        filter.tag(),
                        filter.language(),
                        filter.visibility(),
                        null,
                        null),
                given.order(),
                given.page());
    }

    @GET
    @Path("/users/{username}/stars")
    public PageJson<ProjectJson> starredBy(String username, @BeanParam Parameters given) {
        var user = accounts.byName(username);
        return projectSearch.page(
                current.get(),
                new ProjectFilter(null, null, null, null, null, user.id(), null),
                ProjectOrder.of(given.sort, ProjectOrder.UPDATED),
                given.page());
    }

    @GET
    @Path("/projects/{owner}/{project}/forks")
    public PageJson<ProjectJson> forks(String owner, String project, @BeanParam Parameters given) {
        var source = projects.id(current.get(), new ProjectAddress(owner, project));
        return projectSearch.page(
                current.get(),
                new ProjectFilter(null, null, null, null, null, null, source),
                ProjectOrder.of(given.sort, ProjectOrder.UPDATED),
                given.page());
    }

    @GET
    @Path("/search")
    public PageJson<?> search(@QueryParam("type") @Nullable String type, @BeanParam Parameters given) {
        String words = given.words == null ? "" : given.words;
        return switch (type == null ? "projects" : type) {
            case "projects" -> projects(given);
            case "users" -> names.users(words, Page.of(given.limit, given.cursor, 1));
            case "organizations" -> names.organizations(current.get(), words, Page.of(given.limit, given.cursor, 1));
            case "tags" -> names.tags(current.get(), words, Page.of(given.limit, given.cursor, 1));
            default -> throw Given.invalid("The parameter type is projects, users, organizations or tags.");
        };
    }
}
