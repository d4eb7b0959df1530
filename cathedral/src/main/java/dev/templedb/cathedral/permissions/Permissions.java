package dev.templedb.cathedral.permissions;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Answers whether a caller may do something: what every service asks before it does it.
///
/// It works in the transaction of the handle that it is given. One statement for each question.
public final class Permissions {
    private final PostgresPermissions facts = new PostgresPermissions();

    /// The project at `address`, if the caller may do `action` with it.
    ///
    /// @throws TempleException with `REMOTE_PROJECT_NOT_FOUND` when there is none or the caller must not see it;
    ///         `LOGIN_REQUIRED`, `SCOPE_MISSING` or `PERMISSION_DENIED` when the caller sees it and may not do that
    /// @throws ProjectMoved when it has another address now
    public ProjectAccess require(Handle handle, Caller caller, ProjectAddress address, ProjectAction action) {
        var found = find(handle, caller, address)
                .filter(project -> allows(caller, project.access(), ProjectAction.READ))
                .orElseThrow(address::notFound);
        if (found.moved()) {
            throw new ProjectMoved(address, found.access().address());
        }
        require(judge(caller, found.access(), action), action.word(), action.scope());
        return found.access();
    }

    /// True when `require` would not throw; the address must be the present one.
    public boolean allows(Handle handle, Caller caller, ProjectAddress address, ProjectAction action) {
        return find(handle, caller, address)
                .filter(found -> !found.moved() && allows(caller, found.access(), action))
                .isPresent();
    }

    /// Whether the caller may do `action` too with a project that `require` has given.
    public boolean allows(Caller caller, ProjectAccess project, ProjectAction action) {
        return judge(caller, project, action) == ProjectRules.Verdict.ALLOWED;
    }

    private Optional<PostgresPermissions.Found> find(Handle handle, Caller caller, ProjectAddress address) {
        return address.isPossible() ? facts.find(handle, caller, address) : Optional.empty();
    }

    private static ProjectRules.Verdict judge(Caller caller, ProjectAccess project, ProjectAction action) {
        return ProjectRules.judge(caller, project.project(), project.visibility(), project.role(), action);
    }

    /// Throws what a verdict stands for.
    private static void require(ProjectRules.Verdict verdict, String action, Scope scope) {
        switch (verdict) {
            case ALLOWED -> {}
            case NOT_FOUND -> throw new IllegalStateException("what is not seen has been refused");
            case UNAUTHENTICATED ->
                throw new TempleException(ErrorCode.LOGIN_REQUIRED, "This needs somebody who is signed in.");
            case SCOPE_MISSING ->
                throw new TempleException(
                        ErrorCode.SCOPE_MISSING,
                        "The token that was used has not the scope %s, or is limited to other projects."
                                .formatted(scope.word()));
            case FORBIDDEN ->
                throw new TempleException(
                        ErrorCode.PERMISSION_DENIED,
                        "Your role on this project does not allow this: %s.".formatted(action));
        }
    }

    /// The organization of this name, if the caller may do `action` with it.
    ///
    /// @throws TempleException with `ORGANIZATION_NOT_FOUND`, or `LOGIN_REQUIRED`, `SCOPE_MISSING` or
    ///         `PERMISSION_DENIED`
    public OrganizationAccess require(Handle handle, Caller caller, String organization, OrganizationAction action) {
        var found = facts.findOrganization(handle, caller, organization)
                .orElseThrow(() -> OrganizationAccess.notFound(organization));
        caller.with(action.scope());
        var role = caller.administers() ? OrganizationRole.OWNER : found.role();
        if (role == null || !role.covers(action.role())) {
            throw new TempleException(
                    ErrorCode.PERMISSION_DENIED,
                    "Your role in this organization does not allow this: %s.".formatted(action.word()));
        }
        return found;
    }
}
