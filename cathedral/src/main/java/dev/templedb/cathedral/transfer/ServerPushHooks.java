package dev.templedb.cathedral.transfer;

import dev.templedb.api.NewProjectJson;
import dev.templedb.cathedral.activity.Activities;
import dev.templedb.cathedral.audit.AuditLog;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.ProjectAccess;
import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.cathedral.permissions.Visibility;
import dev.templedb.cathedral.projects.NewProject;
import dev.templedb.cathedral.projects.Projects;
import dev.templedb.cathedral.quotas.Quotas;
import dev.templedb.cathedral.signing.VersionSigning;
import dev.templedb.cathedral.sql.Json;
import dev.templedb.cathedral.tags.Tags;
import dev.templedb.cathedral.versions.VersionPublisher;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.core.VersionName;
import dev.templedb.packages.json.PackageJson;
import dev.templedb.packages.signatures.PackageSignature;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// What a push does with projects, versions, activity and audit.
public final class ServerPushHooks implements PushHooks {
    private final Projects projects;
    private final VersionPublisher versions;
    private final Activities activities;
    private final AuditLog audit;
    private final Quotas quotas;
    private final VersionSigning signing;
    private final Tags tags = new Tags();
    private final PostgresPushedProjects table = new PostgresPushedProjects();

    public ServerPushHooks(
            Projects projects,
            VersionPublisher versions,
            Activities activities,
            AuditLog audit,
            Quotas quotas,
            VersionSigning signing) {
        this.projects = projects;
        this.versions = versions;
        this.activities = activities;
        this.audit = audit;
        this.quotas = quotas;
        this.signing = signing;
    }

    @Override
    public void requireCreatable(Handle handle, Caller caller, ProjectAddress address, NewProjectJson wanted) {
        var owner = projects.target(handle, caller, address.owner());
        if (table.isTaken(handle, address)) {
            throw new TempleException(
                    ErrorCode.REMOTE_PROJECT_EXISTS, "There is a project %s already.".formatted(address));
        }
        quotas.requireProject(handle, owner.id(), visibility(wanted));
    }

    @Override
    public ProjectAccess create(Handle handle, Caller caller, ProjectAddress address, NewProjectJson wanted) {
        return projects.create(
                handle,
                caller,
                new NewProject(
                        address.owner(),
                        address.slug(),
                        wanted.name(),
                        wanted.description(),
                        visibility(wanted),
                        wanted.repositoryUrl(),
                        wanted.homepageUrl(),
                        wanted.license(),
                        wanted.tags()));
    }

    private static Visibility visibility(NewProjectJson wanted) {
        return Visibility.of(Objects.requireNonNullElse(wanted.visibility(), "private"));
    }

    @Override
    public void requireAllowed(
            Handle handle,
            Caller caller,
            ProjectAddress address,
            @Nullable ProjectAccess project,
            @Nullable NewProjectJson create,
            long bytes) {
        if (project == null) {
            quotas.requireBytes(
                    handle, projects.target(handle, caller, address.owner()).id(), bytes);
        } else {
            quotas.requireBytesOf(handle, project.project(), bytes);
        }
    }

    @Override
    public void requirePublishable(
            Handle handle,
            Caller caller,
            ProjectAddress address,
            @Nullable ProjectAccess project,
            PushRequest.NewVersion version,
            Sha256 state,
            List<PackageSignature> carried) {
        var name = VersionName.of(version.version());
        if (project != null && table.hasVersion(handle, project.project(), name.text())) {
            throw new TempleException(
                    ErrorCode.VERSION_ALREADY_EXISTS, "%s %s is already published.".formatted(project.address(), name));
        }
        var place = project == null
                ? new VersionSigning.Place(
                        address.toString(),
                        null,
                        projects.target(handle, caller, address.owner()).id())
                : signing.place(handle, project.project());
        signing.require(handle, caller, place, name, state, new VersionSigning.Given(version.signature(), carried));
    }

    @Override
    public boolean lacksTags(Handle handle, ProjectAccess project, List<String> words) {
        return !tags.lacking(handle, project.project(), words).isEmpty();
    }

    @Override
    public void tag(Handle handle, Caller caller, ProjectAccess project, List<String> words) {
        var lacking = tags.lacking(handle, project.project(), words);
        if (lacking.isEmpty()) {
            return;
        }
        tags.put(handle, project.project(), lacking);
        var resource = Projects.resource(project.project(), project.address());
        lacking.forEach(tag -> audit.record(handle, caller, "project.tag", resource, Map.of("tag", tag)));
    }

    @Override
    public boolean isPublished(Handle handle, ProjectAccess project, PushRequest.NewVersion version, Sha256 state) {
        return table.isVersionOf(
                handle, project.project(), VersionName.of(version.version()).text(), state);
    }

    @Override
    public void publish(
            Handle handle, Caller caller, ProjectAccess project, PushRequest.NewVersion version, KeptState state) {
        var name = VersionName.of(version.version());
        var manifest = state.description()
                .manifest()
                .without("entries")
                .without("signature")
                .without("signed_versions");
        versions.publish(
                handle,
                caller,
                project,
                new VersionPublisher.Publication(
                        name,
                        state.root().hex(),
                        Json.read(new String(PackageJson.write(manifest), StandardCharsets.UTF_8)),
                        table.packageBytes(handle, project.project(), state.root()),
                        null,
                        version.notes(),
                        new VersionSigning.Given(version.signature(), state.signatures())));
    }

    @Override
    public void pushed(Handle handle, Caller caller, ProjectAccess project, KeptState state, boolean created) {
        table.describe(handle, project.project(), PushedFacts.of(state.description()));
        activities.record(
                handle,
                caller,
                "project.push",
                project.project(),
                Map.of("state", state.root().hex()));
        audit.record(
                handle,
                caller,
                "project.push",
                new AuditLog.Resource(
                        "project", project.project(), project.address().toString()),
                Map.of("state", state.root().hex()));
    }
}
