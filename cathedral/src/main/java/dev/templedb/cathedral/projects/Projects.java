package dev.templedb.cathedral.projects;

import dev.templedb.cathedral.activity.Activities;
import dev.templedb.cathedral.audit.AuditLog;
import dev.templedb.cathedral.http.Given;
import dev.templedb.cathedral.owners.Owners;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.OrganizationAction;
import dev.templedb.cathedral.permissions.Permissions;
import dev.templedb.cathedral.permissions.ProjectAccess;
import dev.templedb.cathedral.permissions.ProjectAction;
import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.cathedral.permissions.Scope;
import dev.templedb.cathedral.permissions.Visibility;
import dev.templedb.cathedral.quotas.Quotas;
import dev.templedb.cathedral.signing.SignedVersions;
import dev.templedb.cathedral.signing.VersionSigning;
import dev.templedb.cathedral.tags.Tags;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.Slug;
import dev.templedb.core.TempleException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Makes, shows, changes, moves and deletes projects.
@Singleton
public final class Projects {
    private final Jdbi jdbi;
    private final Permissions permissions;
    private final AuditLog audit;
    private final Activities activities;
    private final Quotas quotas;
    private final Clock clock;
    private final Tags tags = new Tags();
    private final PostgresProjects table;

    public Projects(
            Jdbi jdbi,
            Permissions permissions,
            AuditLog audit,
            Activities activities,
            Quotas quotas,
            VersionSigning signing,
            Clock clock) {
        this.jdbi = jdbi;
        this.permissions = permissions;
        this.audit = audit;
        this.activities = activities;
        this.quotas = quotas;
        this.clock = clock;
        this.table = new PostgresProjects(signing);
    }

    /// Makes a project without content.
    ///
    /// @throws TempleException with `SLUG_INVALID`, `REMOTE_PROJECT_EXISTS`, `USER_NOT_FOUND` for an owner that
    /// there
    ///         is not, or the refusals of [Permissions]
    public Project create(Caller caller, NewProject wanted) {
        return jdbi.inTransaction(handle -> {
            var access = create(handle, caller, wanted);
            return table.show(handle, caller, access.project());
        });
    }

    /// Makes a project in the transaction of `handle`; a push does it so that nothing half-published is ever there.
    public ProjectAccess create(Handle handle, Caller caller, NewProject wanted) {
        var identity = caller.with(Scope.WRITE_PROJECTS);
        var owner = target(handle, caller, wanted.owner() == null ? identity.name() : wanted.owner());
        String slug = slug(wanted.slug());
        String name = wanted.name() == null ? slug : Given.text("name", wanted.name(), Given.NAME);
        quotas.requireProject(handle, owner.id(), wanted.visibility());
        var id = table.add(
                        handle,
                        owner,
                        slug,
                        name,
                        Given.optional("description", wanted.description(), Given.TEXT),
                        wanted.visibility(),
                        Given.repository("repository_url", wanted.repositoryUrl()),
                        Given.address("homepage_url", wanted.homepageUrl()),
                        Given.optional("license", wanted.license(), Given.NAME),
                        identity.user(),
                        clock.instant())
                .orElseThrow(() -> exists(owner, slug));
        var address = new ProjectAddress(owner.name(), slug);
        table.forgetMove(handle, address);
        var words = Given.list("tags", wanted.tags(), Tags.MOST);
        if (words != null && !words.isEmpty()) {
            tags.put(handle, id, words);
        }
        activities.record(handle, caller, "project.create", id, Map.of());
        audit.record(
                handle,
                caller,
                "project.create",
                resource(id, address),
                Map.of("visibility", wanted.visibility().word()));
        return permissions.require(handle, caller, address, ProjectAction.PUSH);
    }

    /// Who is to own a project: the caller, or an organization that lets the caller do so.
    public Owners.Owner target(Handle handle, Caller caller, String name) {
        var identity = caller.with(Scope.WRITE_PROJECTS);
        if (identity.projects() != null) {
            throw new TempleException(
                    ErrorCode.SCOPE_MISSING, "The token that was used is limited to projects that there are already.");
        }
        var owner = Owners.find(handle, name)
                .orElseThrow(() -> new TempleException(
                        ErrorCode.USER_NOT_FOUND,
                        "There is no user and no organization %s.".formatted(Printable.text(name))));
        if (owner.kind() == Owners.Kind.ORGANIZATION) {
            permissions.require(handle, caller, name, OrganizationAction.CREATE_PROJECT);
        } else if (!owner.id().equals(identity.user())) {
            throw new TempleException(ErrorCode.PERMISSION_DENIED, "Nobody makes projects for another user.");
        }
        return owner;
    }

    static String slug(@Nullable String given) {
        String slug = new Slug(Given.required("slug", given)).text();
        if (slug.endsWith(".git")) {
            throw new TempleException(
                    ErrorCode.SLUG_INVALID,
                    "The slug of a project does not end in .git, since its address for git does.");
        }
        return slug;
    }

    private static TempleException exists(Owners.Owner owner, String slug) {
        return new TempleException(
                ErrorCode.REMOTE_PROJECT_EXISTS, "There is a project %s/%s already.".formatted(owner.name(), slug));
    }

    /// The page of a project.
    public Project show(Caller caller, ProjectAddress address) {
        return jdbi.withHandle(handle -> {
            var access = permissions.require(handle, caller, address, ProjectAction.READ);
            return table.show(handle, caller, access.project());
        });
    }

    /// The id of a project that the caller may see.
    public UUID id(Caller caller, ProjectAddress address) {
        return jdbi.withHandle(handle ->
                permissions.require(handle, caller, address, ProjectAction.READ).project());
    }

    /// The page of a project that the caller has been found to see.
    public Project show(Handle handle, Caller caller, UUID project) {
        return table.show(handle, caller, project);
    }

    /// The pages of projects that the caller has been found to see, by id.
    public Map<UUID, Project> show(Handle handle, Caller caller, List<UUID> projects) {
        return table.show(handle, caller, projects).stream().collect(Collectors.toMap(Project::id, one -> one));
    }

    /// Changes settings.
    ///
    /// @param match is given the project as it is, and throws when the change is meant for another state of it
    public Project change(Caller caller, ProjectAddress address, ProjectChange change, Consumer<Project> match) {
        return jdbi.inTransaction(handle -> {
            var access = permissions.require(handle, caller, address, ProjectAction.EDIT);
            var visibility = change.visibility();
            if (visibility == Visibility.PRIVATE && access.visibility() != Visibility.PRIVATE) {
                permissions.require(handle, caller, address, ProjectAction.CHANGE_VISIBILITY);
                quotas.requirePrivate(handle, access.project());
            }
            table.lock(handle, access.project());
            match.accept(table.show(handle, caller, access.project()));
            if (visibility != null && visibility != access.visibility()) {
                permissions.require(handle, caller, address, ProjectAction.CHANGE_VISIBILITY);
                requireWithinSource(handle, access.project(), visibility);
                table.setVisibility(handle, access.project(), visibility);
            }
            if (change.signedVersions() != null) {
                setSignedVersions(handle, caller, address, access, change.signedVersions());
            }
            String name = change.name();
            table.change(
                    handle,
                    access.project(),
                    name == null ? null : Given.text("name", name, Given.NAME),
                    Given.optional("description", change.description(), Given.TEXT),
                    Given.repository("repository_url", change.repositoryUrl()),
                    Given.address("homepage_url", change.homepageUrl()),
                    Given.optional("license", change.license(), Given.NAME),
                    Given.optional("default_branch", change.defaultBranch(), Given.NAME),
                    Given.object("metadata", change.metadata()),
                    clock.instant());
            audit.record(
                    handle,
                    caller,
                    "project.edit",
                    resource(access.project(), access.address()),
                    visibility == null ? Map.of() : Map.of("visibility", visibility.word()));
            return table.show(handle, caller, access.project());
        });
    }

    private void setSignedVersions(
            Handle handle, Caller caller, ProjectAddress address, ProjectAccess access, String word) {
        permissions.require(handle, caller, address, ProjectAction.CHANGE_POLICY);
        // Signatures are to guard against a stolen token, which without this scope puts no key into a profile either.
        caller.with(Scope.WRITE_USER);
        var policy = word.isEmpty() ? null : SignedVersions.of(word);
        table.setSignedVersions(handle, access.project(), policy);
        audit.record(
                handle,
                caller,
                "project.policy",
                resource(access.project(), access.address()),
                Map.of("signed_versions", word));
    }

    /// A fork is never seen by more than its source, whose content it has.
    private void requireWithinSource(Handle handle, UUID project, Visibility wanted) {
        var source = table.sourceVisibility(handle, project);
        if (source.isPresent() && wanted.compareTo(source.get()) < 0) {
            throw new TempleException(
                    ErrorCode.VISIBILITY_TOO_WIDE,
                    "The project is a fork of one that is %s."
                            .formatted(source.get().word()));
        }
    }

    /// Deletes a project. Its name is free at once; nothing of it is served any more; its forks stay.
    ///
    /// @param match is given the project as it is, and throws when another state of it is meant
    public void delete(Caller caller, ProjectAddress address, Consumer<Project> match) {
        jdbi.useTransaction(handle -> {
            var access = permissions.require(handle, caller, address, ProjectAction.DELETE);
            table.lock(handle, access.project());
            match.accept(table.show(handle, caller, access.project()));
            table.delete(handle, access.project(), caller.signedIn().user(), clock.instant());
            audit.record(handle, caller, "project.delete", resource(access.project(), access.address()), Map.of());
        });
    }

    /// Moves a project to another owner or slug, or does nothing when that is where it is; stars, forks and
    /// versions stay, and the old address leads here
    /// until
    /// another project takes it.
    public Project move(Caller caller, ProjectAddress address, @Nullable String newOwner, @Nullable String newSlug) {
        return jdbi.inTransaction(handle -> {
            var access = permissions.require(handle, caller, address, ProjectAction.MOVE);
            String slug = newSlug == null ? access.address().slug() : slug(newSlug);
            var owner = newOwner == null
                            || newOwner.equalsIgnoreCase(access.address().owner())
                    ? Owners.find(handle, access.address().owner()).orElseThrow()
                    : target(handle, caller, newOwner);
            var to = new ProjectAddress(owner.name(), slug);
            if (to.equals(access.address())) {
                return table.show(handle, caller, access.project());
            }
            quotas.requireMove(handle, access.project(), access.visibility(), owner.id());
            table.lock(handle, access.project());
            if (!table.isFree(handle, owner, slug, access.project())) {
                throw exists(owner, slug);
            }
            table.forgetMove(handle, to);
            table.move(handle, access.project(), owner, slug, clock.instant());
            boolean sameAddress =
                    to.toString().equalsIgnoreCase(access.address().toString());
            if (!sameAddress) {
                table.rememberMove(
                        handle,
                        access.address(),
                        access.project(),
                        caller.signedIn().user());
            }
            // Where to is not said: it may have been seen by fewer then than its activity is later.
            activities.record(handle, caller, "project.move", access.project(), Map.of());
            audit.record(
                    handle,
                    caller,
                    "project.move",
                    resource(access.project(), access.address()),
                    Map.of("to", to.toString()));
            return table.show(handle, caller, access.project());
        });
    }

    /// Says in the transaction of `handle` that something of the project has changed.
    public void touch(Handle handle, UUID project, Instant now) {
        table.touch(handle, project, now);
    }

    /// The project as the audit log names it.
    public static AuditLog.Resource resource(UUID id, ProjectAddress address) {
        return new AuditLog.Resource("project", id, address.toString());
    }
}
