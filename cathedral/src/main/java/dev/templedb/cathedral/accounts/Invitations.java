package dev.templedb.cathedral.accounts;

import dev.templedb.cathedral.permissions.OrganizationRole;
import dev.templedb.cathedral.permissions.Role;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Roles that wait for somebody whose e-mail address is known and whose account is not. They are given when an
/// account has proved that the address is its own, and are forgotten after 30 days.
public final class Invitations {
    private final PostgresInvitations table = new PostgresInvitations();

    /// Invites to a project, or changes the role of an invitation that waits.
    public void toProject(Handle handle, String email, UUID project, Role role, UUID by) {
        table.put(handle, email, null, project, role.word(), by);
    }

    /// Invites to an organization, or changes the role of an invitation that waits.
    public void toOrganization(Handle handle, String email, UUID organization, OrganizationRole role, UUID by) {
        table.put(handle, email, organization, null, role.word(), by);
    }

    /// Takes an invitation back; false when there is none.
    public boolean takeBackFromProject(Handle handle, String email, UUID project) {
        return table.remove(handle, email, project);
    }

    /// Takes an invitation back; false when there is none.
    public boolean takeBackFromOrganization(Handle handle, String email, UUID organization) {
        return table.remove(handle, email, organization);
    }

    /// Gives a user what waits for the address that has just been proved.
    public void accept(Handle handle, UUID user, String email) {
        table.accept(handle, user, email);
    }
}
