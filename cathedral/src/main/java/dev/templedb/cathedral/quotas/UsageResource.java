package dev.templedb.cathedral.quotas;

import dev.templedb.api.QuotaJson;
import dev.templedb.api.UsageJson;
import dev.templedb.cathedral.http.CurrentCaller;
import dev.templedb.cathedral.owners.Owners;
import dev.templedb.cathedral.permissions.OrganizationAction;
import dev.templedb.cathedral.permissions.Permissions;
import dev.templedb.cathedral.permissions.Scope;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jdbi.v3.core.Jdbi;

/// What a user or an organization takes up: for the user, for members, and for administrators.
@Path("/api/v1")
@Singleton
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class UsageResource {
    private final Jdbi jdbi;
    private final Permissions permissions;
    private final Quotas quotas;
    private final CurrentCaller current;

    UsageResource(Jdbi jdbi, Permissions permissions, Quotas quotas, CurrentCaller current) {
        this.jdbi = jdbi;
        this.permissions = permissions;
        this.quotas = quotas;
        this.current = current;
    }

    @GET
    @Path("/users/{username}/usage")
    public UsageJson ofUser(String username) {
        var caller = current.get();
        var identity = caller.with(Scope.READ_USER);
        return jdbi.withHandle(handle -> {
            var owner = Owners.find(handle, username)
                    .filter(found -> found.kind() == Owners.Kind.USER)
                    .filter(found -> found.id().equals(identity.user()) || caller.administers())
                    .orElseThrow(() -> new TempleException(
                            ErrorCode.PERMISSION_DENIED, "What others take up is for administrators."));
            return json(quotas.usage(handle, owner.id()));
        });
    }

    @GET
    @Path("/orgs/{org}/usage")
    public UsageJson ofOrganization(String org) {
        return jdbi.withHandle(handle -> {
            var access = permissions.require(handle, current.get(), org, OrganizationAction.READ_USAGE);
            return json(quotas.usage(handle, access.id()));
        });
    }

    /// What an owner takes up, as it travels.
    public static UsageJson json(Usage usage) {
        return new UsageJson(
                usage.owner(),
                usage.plan().word(),
                json(usage.bytes()),
                usage.unfinishedBytes(),
                json(usage.projects()),
                json(usage.privateProjects()),
                usage.members() == null ? null : json(usage.members()));
    }

    private static QuotaJson json(Usage.Measure measure) {
        return new QuotaJson(measure.used(), measure.limitOrNull(), measure.leftOrNull());
    }
}
