package dev.templedb.cathedral.activity;

import dev.templedb.cathedral.accounts.Accounts;
import dev.templedb.cathedral.http.Page;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.Permissions;
import dev.templedb.cathedral.permissions.ProjectAction;
import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.cathedral.permissions.Scope;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Records what happens, and shows each caller what the caller may see of it, newest first.
@Singleton
public final class Activities {
    private final Jdbi jdbi;
    private final Permissions permissions;
    private final Accounts accounts;
    private final PostgresActivities table = new PostgresActivities();

    public Activities(Jdbi jdbi, Permissions permissions, Accounts accounts) {
        this.jdbi = jdbi;
        this.permissions = permissions;
        this.accounts = accounts;
    }

    /// Something that happened.
    ///
    /// @param actor   the name of who did it; null for a user who is gone
    /// @param project `owner/slug` as it is now
    public record Activity(
            UUID id,
            @Nullable String actor,
            String action,
            String project,
            Map<String, Object> metadata,
            Instant createdAt) {}

    /// Records something about a project, in the transaction of `handle`.
    public void record(Handle handle, Caller caller, String action, UUID project, Map<String, Object> metadata) {
        table.add(handle, caller.user(), action, project, metadata);
    }

    /// Of all projects; one more than the page has room for, if there are more.
    public List<Activity> all(Caller caller, Page page) {
        return jdbi.withHandle(handle -> table.page(handle, caller, null, null, null, page));
    }

    /// Of the projects that the caller watches, as far as the caller may still see them.
    public List<Activity> watched(Caller caller, Page page) {
        var identity = caller.with(Scope.READ_USER);
        return jdbi.withHandle(handle -> table.page(handle, caller, null, null, identity.user(), page));
    }

    /// Of what a user has done.
    public List<Activity> of(Caller caller, String username, Page page) {
        return jdbi.withHandle(handle ->
                table.page(handle, caller, accounts.byName(handle, username).id(), null, null, page));
    }

    /// Of a project.
    public List<Activity> of(Caller caller, ProjectAddress address, Page page) {
        return jdbi.withHandle(handle -> {
            var project = permissions.require(handle, caller, address, ProjectAction.READ);
            return table.page(handle, caller, null, project.project(), null, page);
        });
    }
}
