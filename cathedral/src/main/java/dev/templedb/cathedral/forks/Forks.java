package dev.templedb.cathedral.forks;

import dev.templedb.cathedral.activity.Activities;
import dev.templedb.cathedral.audit.AuditLog;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.Permissions;
import dev.templedb.cathedral.permissions.ProjectAction;
import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.cathedral.permissions.Visibility;
import dev.templedb.cathedral.projects.NewProject;
import dev.templedb.cathedral.projects.Project;
import dev.templedb.cathedral.projects.Projects;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.TreeSet;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Forks projects.
@Singleton
public final class Forks {
    private final Jdbi jdbi;
    private final Permissions permissions;
    private final Projects projects;
    private final Activities activities;
    private final AuditLog audit;
    private final ForkContent content;
    private final PostgresForks table = new PostgresForks();

    public Forks(
            Jdbi jdbi,
            Permissions permissions,
            Projects projects,
            Activities activities,
            AuditLog audit,
            ForkContent content) {
        this.jdbi = jdbi;
        this.permissions = permissions;
        this.projects = projects;
        this.activities = activities;
        this.audit = audit;
        this.content = content;
    }

    /// Makes a fork of what the project is now, with its versions.
    ///
    /// @param owner      null for the caller
    /// @param slug       null for that of the source
    /// @param visibility null for that of the source; never wider, since a fork has the source's content
    /// @throws TempleException with `VISIBILITY_TOO_WIDE`, `REMOTE_PROJECT_EXISTS`, or the refusals of
    /// [Permissions]
    public Project fork(
            Caller caller,
            ProjectAddress address,
            @Nullable String owner,
            @Nullable String slug,
            @Nullable Visibility visibility) {
        return jdbi.inTransaction(handle -> {
            var source = permissions.require(handle, caller, address, ProjectAction.FORK);
            var wanted = visibility == null ? source.visibility() : visibility;
            if (wanted.compareTo(source.visibility()) < 0) {
                throw new TempleException(
                        ErrorCode.VISIBILITY_TOO_WIDE,
                        "%s is %s."
                                .formatted(source.address(), source.visibility().word()));
            }
            var fork = projects.create(
                    handle,
                    caller,
                    new NewProject(
                            owner,
                            slug == null ? source.address().slug() : slug,
                            null,
                            null,
                            wanted,
                            null,
                            null,
                            null,
                            null));
            String root = table.lockState(handle, source.project()).orElse(null);
            table.add(
                    handle, source.project(), fork.project(), caller.signedIn().user(), root);
            if (root != null) {
                table.copyVersions(handle, source.project(), fork.project());
                var states = new TreeSet<>(table.versionStates(handle, fork.project()));
                states.add(root);
                for (String state : states) {
                    content.share(handle, source.project(), fork.project(), state);
                }
                table.setState(handle, fork.project(), root);
            }
            if (wanted != Visibility.PRIVATE) {
                // Which one is not said: the fork may be seen by fewer than its source, now or later.
                activities.record(handle, caller, "project.fork", source.project(), Map.of());
            }
            audit.record(
                    handle,
                    caller,
                    "project.fork",
                    Projects.resource(fork.project(), fork.address()),
                    Map.of("source", source.address().toString()));
            return projects.show(handle, caller, fork.project());
        });
    }
}
