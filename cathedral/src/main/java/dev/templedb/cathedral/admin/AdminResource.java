package dev.templedb.cathedral.admin;

import dev.templedb.api.AdminUserJson;
import dev.templedb.api.AdminUserPatchJson;
import dev.templedb.api.AuditCheckJson;
import dev.templedb.api.AuditJson;
import dev.templedb.api.NewUserJson;
import dev.templedb.api.PageJson;
import dev.templedb.cathedral.accounts.AccountAdministration;
import dev.templedb.cathedral.accounts.Accounts;
import dev.templedb.cathedral.accounts.EmailAddresses;
import dev.templedb.cathedral.accounts.User;
import dev.templedb.cathedral.audit.AuditLog;
import dev.templedb.cathedral.audit.AuditReader;
import dev.templedb.cathedral.http.CurrentCaller;
import dev.templedb.cathedral.http.Given;
import dev.templedb.cathedral.http.Page;
import dev.templedb.cathedral.identities.Identities;
import dev.templedb.cathedral.permissions.ProjectAddress;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Accounts for administrators, and the audit log for whoever may read a part of it.
@Path("/api/v1")
@Singleton
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class AdminResource {
    private final Accounts accounts;
    private final AccountAdministration administration;
    private final Identities identities;
    private final AuditLog audit;
    private final AuditReader reader;
    private final CurrentCaller current;

    AdminResource(
            Accounts accounts,
            AccountAdministration administration,
            Identities identities,
            AuditLog audit,
            AuditReader reader,
            CurrentCaller current) {
        this.accounts = accounts;
        this.administration = administration;
        this.identities = identities;
        this.audit = audit;
        this.reader = reader;
        this.current = current;
    }

    @GET
    @Path("/admin/users")
    public PageJson<AdminUserJson> users(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
        var page = Page.of(limit, cursor, 1);
        var found = administration.list(current.get(), page);
        var issuers = identities.issuers(found.stream().map(User::id).toList());
        return page.answer(
                found,
                user -> List.of(user.username().toLowerCase(Locale.ROOT)),
                user -> json(user, issuers.getOrDefault(user.id(), List.of())));
    }

    @POST
    @Path("/admin/users")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(@Nullable NewUserJson body) {
        current.get().administrator();
        var wanted = Given.body(body);
        var user = accounts.create(
                current.get(),
                new Accounts.NewAccount(
                        wanted.username(),
                        EmailAddresses.valid(wanted.email()),
                        wanted.displayName(),
                        wanted.password(),
                        Boolean.TRUE.equals(wanted.administrator()),
                        true));
        return Response.status(201).entity(json(user)).build();
    }

    @PATCH
    @Path("/admin/users/{username}")
    @Consumes(MediaType.APPLICATION_JSON)
    public AdminUserJson change(String username, @Nullable AdminUserPatchJson body) {
        var patch = Given.body(body);
        return json(administration.change(
                current.get(),
                username,
                new AccountAdministration.Change(
                        patch.administrator(),
                        patch.disabled(),
                        patch.password(),
                        patch.twoFactor(),
                        patch.emailVerified(),
                        patch.plan())));
    }

    private AdminUserJson json(User user) {
        return json(user, identities.issuers(List.of(user.id())).getOrDefault(user.id(), List.of()));
    }

    private static AdminUserJson json(User user, List<String> issuers) {
        return new AdminUserJson(
                user.username(),
                user.email(),
                user.emailVerified(),
                user.displayName(),
                user.administrator(),
                user.disabled(),
                user.twoFactor(),
                user.plan(),
                issuers,
                user.createdAt(),
                user.lastLoginAt());
    }

    @GET
    @Path("/admin/audit")
    public PageJson<AuditJson> audit(
            @QueryParam("user") @Nullable String user,
            @QueryParam("action") @Nullable String action,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        var page = Page.of(limit, cursor, 1);
        var id = user == null ? null : accounts.byName(user).id();
        return answer(page, reader.all(current.get(), id, Given.optional("action", action, Given.NAME), page));
    }

    @GET
    @Path("/admin/audit/check")
    public AuditCheckJson check() {
        current.get().administrator();
        var check = audit.check();
        return new AuditCheckJson(check.brokenAt() == null, check.entries(), check.brokenAt(), check.lastHash());
    }

    @GET
    @Path("/projects/{owner}/{project}/audit")
    public PageJson<AuditJson> ofProject(
            String owner,
            String project,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        var page = Page.of(limit, cursor, 1);
        return answer(page, reader.ofProject(current.get(), new ProjectAddress(owner, project), page));
    }

    @GET
    @Path("/orgs/{org}/audit")
    public PageJson<AuditJson> ofOrganization(
            String org, @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
        var page = Page.of(limit, cursor, 1);
        return answer(page, reader.ofOrganization(current.get(), org, page));
    }

    private static PageJson<AuditJson> answer(Page page, List<AuditReader.Written> found) {
        return page.answer(found, one -> List.of(Long.toString(one.entry().number())), AdminResource::json);
    }

    private static AuditJson json(AuditReader.Written written) {
        var entry = written.entry();
        return new AuditJson(
                entry.number(),
                entry.id(),
                entry.actor(),
                entry.action(),
                entry.resourceType(),
                entry.resourceId(),
                entry.resourceName(),
                entry.metadata(),
                entry.address(),
                entry.userAgent(),
                entry.token(),
                entry.requestId(),
                entry.createdAt(),
                entry.previousHash(),
                written.hash());
    }
}
