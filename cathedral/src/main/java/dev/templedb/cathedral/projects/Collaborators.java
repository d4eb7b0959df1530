package dev.templedb.cathedral.projects;

import dev.templedb.cathedral.accounts.Accounts;
import dev.templedb.cathedral.accounts.EmailAddresses;
import dev.templedb.cathedral.accounts.Invitations;
import dev.templedb.cathedral.accounts.Keys;
import dev.templedb.cathedral.audit.AuditLog;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.Permissions;
import dev.templedb.cathedral.permissions.ProjectAccess;
import dev.templedb.cathedral.permissions.ProjectAction;
import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.cathedral.permissions.Role;
import dev.templedb.cathedral.permissions.Scope;
import dev.templedb.cathedral.quotas.Quotas;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Who works on a project, and as what.
@Singleton
public final class Collaborators {
    private final Jdbi jdbi;
    private final Permissions permissions;
    private final Accounts accounts;
    private final Keys keys;
    private final AuditLog audit;
    private final Quotas quotas;
    private final Invitations invitations = new Invitations();
    private final PostgresCollaborators table = new PostgresCollaborators();

    public Collaborators(
            Jdbi jdbi, Permissions permissions, Accounts accounts, Keys keys, AuditLog audit, Quotas quotas) {
        this.jdbi = jdbi;
        this.permissions = permissions;
        this.accounts = accounts;
        this.keys = keys;
        this.audit = audit;
        this.quotas = quotas;
    }

    /// Everybody with a role, with their keys: those whom secrets are encrypted for. Those who have a role by their
    /// organization are shown to whoever may push.
    public List<Collaborator> list(Caller caller, ProjectAddress address) {
        return jdbi.withHandle(handle -> {
            var access = permissions.require(handle, caller, address, ProjectAction.LIST_COLLABORATORS);
            boolean all = permissions.allows(caller, access, ProjectAction.PUSH);
            boolean manages = permissions.allows(caller, access, ProjectAction.MANAGE_COLLABORATORS);
            var shown = table.list(handle, access.project()).stream()
                    .filter(one -> all || one.via() != Collaborator.Via.ORGANIZATION)
                    .filter(one -> manages || one.via() != Collaborator.Via.INVITATION)
                    .toList();
            return withKeys(handle, shown);
        });
    }

    private List<Collaborator> withKeys(Handle handle, List<Collaborator> people) {
        var users =
                people.stream().flatMap(one -> Stream.ofNullable(one.user())).toList();
        var theirs = keys.of(handle, users);
        return people.stream()
                .map(one -> one.user() == null ? one : one.with(theirs.getOrDefault(one.user(), List.of())))
                .toList();
    }

    /// Gives somebody a role, or another one. Nobody gives or takes a role above their own.
    ///
    /// @param person a user name or an e-mail address; an address that nobody has proved to be theirs is invited
    /// @throws TempleException with `USER_NOT_FOUND`, or the refusals of [Permissions]
    public Collaborator put(Caller caller, ProjectAddress address, String person, Role role) {
        return jdbi.inTransaction(handle -> {
            var access = permissions.require(handle, caller, address, ProjectAction.MANAGE_COLLABORATORS);
            requireNotAbove(caller, access, role);
            var user = accounts.byNameOrEmail(handle, person);
            boolean isThere = false;
            if (user.isPresent()) {
                var id = user.get().id();
                var present = table.role(handle, access.project(), id);
                present.ifPresent(one -> requireNotAbove(caller, access, one));
                isThere = present.isPresent();
                table.put(handle, access.project(), id, role, caller.signedIn().user());
            } else if (EmailAddresses.isMeant(person)) {
                invitations.toProject(
                        handle,
                        EmailAddresses.valid(person),
                        access.project(),
                        role,
                        caller.signedIn().user());
            } else {
                throw Accounts.notFound(person);
            }
            if (!isThere) {
                quotas.requireCollaborators(handle, access.project());
            }
            audit.record(
                    handle,
                    caller,
                    user.isPresent() ? "collaborator.put" : "collaborator.invite",
                    Projects.resource(access.project(), access.address()),
                    Map.of("user", user.map(found -> found.username()).orElse(person), "role", role.word()));
            var put = table.list(handle, access.project()).stream()
                    .filter(one -> isMeant(one, user.map(found -> found.id()).orElse(null), person))
                    .findFirst()
                    .orElseThrow();
            return withKeys(handle, List.of(put)).getFirst();
        });
    }

    private static boolean isMeant(Collaborator one, @Nullable UUID user, String person) {
        return user == null
                ? EmailAddresses.areSame(person, one.invitedEmail())
                : one.via() == Collaborator.Via.COLLABORATOR && user.equals(one.user());
    }

    /// Takes somebody's role away, or an invitation back. Everybody may leave.
    ///
    /// @throws TempleException with `PERSON_NOT_THERE`, or the refusals of [Permissions]
    public void remove(Caller caller, ProjectAddress address, String person) {
        jdbi.useTransaction(handle -> {
            var seen = permissions.require(handle, caller, address, ProjectAction.READ);
            var user = accounts.byNameOrEmail(handle, person).map(found -> found.id());
            boolean leaves = user.isPresent() && user.get().equals(caller.user());
            if (leaves) {
                caller.with(Scope.WRITE_PROJECTS);
            } else {
                permissions.require(handle, caller, address, ProjectAction.MANAGE_COLLABORATORS);
            }
            boolean removed;
            if (user.isPresent()) {
                var role = table.role(handle, seen.project(), user.get());
                if (!leaves && role.isPresent()) {
                    requireNotAbove(caller, seen, role.get());
                }
                removed = table.remove(handle, seen.project(), user.get());
            } else {
                removed = invitations.takeBackFromProject(handle, person, seen.project());
            }
            if (!removed) {
                throw new TempleException(
                        ErrorCode.PERSON_NOT_THERE,
                        "%s is no collaborator of this project.".formatted(Printable.text(person)));
            }
            audit.record(
                    handle,
                    caller,
                    "collaborator.remove",
                    Projects.resource(seen.project(), seen.address()),
                    Map.of("user", person));
        });
    }

    private static void requireNotAbove(Caller caller, ProjectAccess access, Role role) {
        var own = access.role();
        if (!caller.administers() && (own == null || !own.covers(role))) {
            throw new TempleException(
                    ErrorCode.PERMISSION_DENIED, "Nobody gives or takes a role that is above their own.");
        }
    }
}
