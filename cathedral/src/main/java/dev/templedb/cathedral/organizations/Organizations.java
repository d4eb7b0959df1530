package dev.templedb.cathedral.organizations;

import dev.templedb.cathedral.accounts.Accounts;
import dev.templedb.cathedral.accounts.EmailAddresses;
import dev.templedb.cathedral.accounts.Invitations;
import dev.templedb.cathedral.audit.AuditLog;
import dev.templedb.cathedral.http.Given;
import dev.templedb.cathedral.http.Page;
import dev.templedb.cathedral.owners.Owners;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.OrganizationAccess;
import dev.templedb.cathedral.permissions.OrganizationAction;
import dev.templedb.cathedral.permissions.OrganizationRole;
import dev.templedb.cathedral.permissions.Permissions;
import dev.templedb.cathedral.permissions.Scope;
import dev.templedb.cathedral.quotas.Quotas;
import dev.templedb.cathedral.signing.SignedVersions;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Makes, shows, changes and deletes organizations, and keeps their members.
@Singleton
public final class Organizations {
    private final Jdbi jdbi;
    private final Permissions permissions;
    private final Accounts accounts;
    private final AuditLog audit;
    private final Quotas quotas;
    private final Clock clock;
    private final Invitations invitations = new Invitations();
    private final PostgresOrganizations table = new PostgresOrganizations();

    public Organizations(
            Jdbi jdbi, Permissions permissions, Accounts accounts, AuditLog audit, Quotas quotas, Clock clock) {
        this.jdbi = jdbi;
        this.permissions = permissions;
        this.accounts = accounts;
        this.audit = audit;
        this.quotas = quotas;
        this.clock = clock;
    }

    /// Makes an organization that the caller owns.
    ///
    /// @throws TempleException with `OWNER_NAME_INVALID` or `OWNER_NAME_TAKEN`
    public Organization create(
            Caller caller,
            @Nullable String slug,
            @Nullable String name,
            @Nullable String description,
            @Nullable String websiteUrl) {
        var identity = caller.with(Scope.WRITE_ORGANIZATIONS);
        String valid = Owners.valid(Given.required("slug", slug));
        return jdbi.inTransaction(handle -> {
            var id = Owners.take(handle, valid, Owners.Kind.ORGANIZATION);
            table.add(
                    handle,
                    id,
                    valid,
                    name == null ? valid : Given.text("name", name, Given.NAME),
                    Given.optional("description", description, Given.TEXT),
                    Given.address("website_url", websiteUrl),
                    identity.user());
            table.put(handle, id, identity.user(), OrganizationRole.OWNER, null);
            audit.record(handle, caller, "organization.create", resource(id, valid), Map.of());
            return table.find(handle, caller, valid).orElseThrow();
        });
    }

    /// The organizations that the caller is in, in the order of their names; for an administrator all.
    public List<Organization> list(Caller caller, Page page) {
        var identity = caller.with(Scope.READ_ORGANIZATIONS);
        return jdbi.withHandle(
                handle -> table.page(handle, identity.user(), caller.administers(), page.after(0), page.limit() + 1));
    }

    /// The page of an organization, which everybody may see.
    ///
    /// @throws TempleException with `ORGANIZATION_NOT_FOUND`
    public Organization show(Caller caller, String slug) {
        return jdbi.withHandle(handle -> find(handle, caller, slug));
    }

    private Organization find(Handle handle, Caller caller, String slug) {
        return Owners.find(handle, slug)
                .flatMap(owner -> table.find(handle, caller, owner.name()))
                .orElseThrow(() -> OrganizationAccess.notFound(slug));
    }

    /// Changes what its page says: null leaves, an empty text clears.
    ///
    /// @param signedVersions `required` or `marked`; empty leaves it to the server
    /// @param match is given the organization as it is, and throws when another state of it is meant
    public Organization change(
            Caller caller,
            String slug,
            @Nullable String name,
            @Nullable String description,
            @Nullable String websiteUrl,
            @Nullable String signedVersions,
            Consumer<Organization> match) {
        return jdbi.inTransaction(handle -> {
            var access = permissions.require(handle, caller, slug, OrganizationAction.EDIT);
            match.accept(find(handle, caller, slug));
            table.change(
                    handle,
                    access.id(),
                    name == null ? null : Given.text("name", name, Given.NAME),
                    Given.optional("description", description, Given.TEXT),
                    Given.address("website_url", websiteUrl),
                    clock.instant());
            if (signedVersions != null) {
                permissions.require(handle, caller, slug, OrganizationAction.CHANGE_POLICY);
                // As for the policy of a project.
                caller.with(Scope.WRITE_USER);
                table.setSignedVersions(
                        handle, access.id(), signedVersions.isEmpty() ? null : SignedVersions.of(signedVersions));
                audit.record(
                        handle,
                        caller,
                        "organization.policy",
                        resource(access.id(), access.slug()),
                        Map.of("signed_versions", signedVersions));
            }
            audit.record(handle, caller, "organization.edit", resource(access.id(), access.slug()), Map.of());
            return find(handle, caller, slug);
        });
    }

    /// Deletes an organization that has no projects, and gives its name back.
    ///
    /// @throws TempleException with `ORGANIZATION_NOT_EMPTY`
    public void delete(Caller caller, String slug) {
        jdbi.useTransaction(handle -> {
            var access = permissions.require(handle, caller, slug, OrganizationAction.DELETE);
            if (table.hasProjects(handle, access.id())) {
                throw new TempleException(
                        ErrorCode.ORGANIZATION_NOT_EMPTY, "The organization %s has projects.".formatted(access.slug()));
            }
            table.delete(handle, access.id());
            audit.record(handle, caller, "organization.delete", resource(access.id(), access.slug()), Map.of());
        });
    }

    /// Its members and those who have been invited, in the order in which they came.
    public List<Member> members(Caller caller, String slug) {
        return jdbi.withHandle(handle -> {
            var access = permissions.require(handle, caller, slug, OrganizationAction.LIST_MEMBERS);
            boolean manages = caller.administers()
                    || (access.role() != null && access.role().covers(OrganizationRole.MAINTAINER));
            return table.members(handle, access.id()).stream()
                    .filter(member -> manages || member.user() != null)
                    .toList();
        });
    }

    /// Makes somebody a member, or changes a role. Nobody gives or takes a role above their own.
    ///
    /// @param person a user name or an e-mail address; an address that nobody has proved to be theirs is invited
    /// @throws TempleException with `USER_NOT_FOUND`, `LAST_OWNER`, or the refusals of [Permissions]
    public Member put(Caller caller, String slug, String person, OrganizationRole role) {
        return jdbi.inTransaction(handle -> {
            var access = permissions.require(handle, caller, slug, OrganizationAction.MANAGE_MEMBERS);
            table.lock(handle, access.id());
            requireNotAbove(caller, access, role);
            var user = accounts.byNameOrEmail(handle, person).map(found -> found.id());
            boolean isThere = false;
            if (user.isPresent()) {
                var present = table.role(handle, access.id(), user.get());
                isThere = present.isPresent();
                present.ifPresent(one -> requireNotAbove(caller, access, one));
                table.put(
                        handle, access.id(), user.get(), role, caller.signedIn().user());
                requireOwner(handle, access);
            } else if (EmailAddresses.isMeant(person)) {
                invitations.toOrganization(
                        handle,
                        EmailAddresses.valid(person),
                        access.id(),
                        role,
                        caller.signedIn().user());
            } else {
                throw Accounts.notFound(person);
            }
            if (!isThere) {
                quotas.requireMembers(handle, access.id());
            }
            audit.record(
                    handle,
                    caller,
                    user.isPresent() ? "member.put" : "member.invite",
                    resource(access.id(), access.slug()),
                    Map.of("user", person, "role", role.word()));
            return table.members(handle, access.id()).stream()
                    .filter(member -> user.isPresent()
                            ? user.get().equals(member.user())
                            : EmailAddresses.areSame(person, member.invitedEmail()))
                    .findFirst()
                    .orElseThrow();
        });
    }

    /// Takes somebody out, or an invitation back. Everybody may leave, but for the last owner.
    ///
    /// @throws TempleException with `PERSON_NOT_THERE`, `LAST_OWNER`, or the refusals of [Permissions]
    public void remove(Caller caller, String slug, String person) {
        jdbi.useTransaction(handle -> {
            var user = accounts.byNameOrEmail(handle, person).map(found -> found.id());
            boolean leaves = user.isPresent() && user.get().equals(caller.user());
            var access = permissions.require(
                    handle, caller, slug, leaves ? OrganizationAction.LIST_MEMBERS : OrganizationAction.MANAGE_MEMBERS);
            if (leaves) {
                caller.with(Scope.WRITE_ORGANIZATIONS);
            }
            table.lock(handle, access.id());
            if (!(user.isPresent()
                    ? removeMember(handle, caller, access, user.get())
                    : invitations.takeBackFromOrganization(handle, person, access.id()))) {
                throw new TempleException(
                        ErrorCode.PERSON_NOT_THERE,
                        "%s is no member of %s.".formatted(Printable.text(person), access.slug()));
            }
            audit.record(handle, caller, "member.remove", resource(access.id(), access.slug()), Map.of("user", person));
        });
    }

    private boolean removeMember(Handle handle, Caller caller, OrganizationAccess access, UUID user) {
        table.role(handle, access.id(), user).ifPresent(role -> requireNotAbove(caller, access, role));
        boolean removed = table.remove(handle, access.id(), user);
        requireOwner(handle, access);
        return removed;
    }

    private void requireOwner(Handle handle, OrganizationAccess access) {
        if (!table.hasOwner(handle, access.id())) {
            throw new TempleException(
                    ErrorCode.LAST_OWNER, "%s would be left without an owner.".formatted(access.slug()));
        }
    }

    private static void requireNotAbove(Caller caller, OrganizationAccess access, OrganizationRole role) {
        var own = access.role();
        if (!caller.administers() && (own == null || !own.covers(role))) {
            throw new TempleException(
                    ErrorCode.PERMISSION_DENIED, "Nobody gives or takes a role that is above their own.");
        }
    }

    private static AuditLog.Resource resource(UUID id, String slug) {
        return new AuditLog.Resource("organization", id, slug);
    }
}
