package dev.templedb.cathedral.permissions;

import java.util.Locale;

/// What can be done to an organization besides seeing its page, which everybody may: with the scope that a token
/// needs for it, and the least role.
public enum OrganizationAction {
    LIST_MEMBERS(Scope.READ_ORGANIZATIONS, OrganizationRole.MEMBER),
    /// Sees what the organization takes up of its plan.
    READ_USAGE(Scope.READ_ORGANIZATIONS, OrganizationRole.MEMBER),
    /// Creates a project, or moves one here.
    CREATE_PROJECT(Scope.WRITE_PROJECTS, OrganizationRole.MAINTAINER),
    EDIT(Scope.WRITE_ORGANIZATIONS, OrganizationRole.MAINTAINER),
    MANAGE_MEMBERS(Scope.WRITE_ORGANIZATIONS, OrganizationRole.MAINTAINER),
    /// Says whether versions must be signed.
    CHANGE_POLICY(Scope.WRITE_ORGANIZATIONS, OrganizationRole.OWNER),
    READ_AUDIT(Scope.WRITE_ORGANIZATIONS, OrganizationRole.OWNER),
    DELETE(Scope.WRITE_ORGANIZATIONS, OrganizationRole.OWNER);

    private final Scope scope;
    private final OrganizationRole role;

    OrganizationAction(Scope scope, OrganizationRole role) {
        this.scope = scope;
        this.role = role;
    }

    /// What a token must have for it.
    public Scope scope() {
        return scope;
    }

    /// The least role.
    public OrganizationRole role() {
        return role;
    }

    /// The word of the table of permissions, such as `list members`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
