package dev.templedb.cathedral.audit;

import dev.templedb.cathedral.http.Page;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.OrganizationAction;
import dev.templedb.cathedral.permissions.Permissions;
import dev.templedb.cathedral.permissions.ProjectAction;
import dev.templedb.cathedral.permissions.ProjectAddress;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Shows the audit log, newest entries first: all of it to administrators, what is about a project or an organization
/// to those who manage that.
@Singleton
public final class AuditReader {
    private final Jdbi jdbi;
    private final Permissions permissions;
    private final PostgresAuditLog table = new PostgresAuditLog();

    public AuditReader(Jdbi jdbi, Permissions permissions) {
        this.jdbi = jdbi;
        this.permissions = permissions;
    }

    /// An entry and its hash.
    public record Written(AuditEntry entry, String hash) {}

    /// Of everything, or of one user or action.
    public List<Written> all(Caller caller, @Nullable UUID user, @Nullable String action, Page page) {
        caller.administrator();
        return jdbi.withHandle(handle -> table.page(handle, null, user, action, page.numberAfter(0), page.limit() + 1));
    }

    /// Of a project.
    public List<Written> ofProject(Caller caller, ProjectAddress address, Page page) {
        return jdbi.withHandle(handle -> {
            var access = permissions.require(handle, caller, address, ProjectAction.READ_AUDIT);
            return table.page(handle, access.project(), null, null, page.numberAfter(0), page.limit() + 1);
        });
    }

    /// Of an organization itself, not of its projects.
    public List<Written> ofOrganization(Caller caller, String organization, Page page) {
        return jdbi.withHandle(handle -> {
            var access = permissions.require(handle, caller, organization, OrganizationAction.READ_AUDIT);
            return table.page(handle, access.id(), null, null, page.numberAfter(0), page.limit() + 1);
        });
    }
}
