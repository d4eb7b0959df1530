package dev.templedb.cathedral.login;

import dev.templedb.api.IdentityJson;
import dev.templedb.api.ProviderJson;
import dev.templedb.cathedral.http.CurrentCaller;
import dev.templedb.cathedral.http.ServerAddress;
import dev.templedb.cathedral.identities.Identities;
import dev.templedb.cathedral.identities.Identity;
import dev.templedb.cathedral.identities.Providers;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.UUID;

/// By whom people can sign in, and as whom they do.
@Path("/api/v1")
@Singleton
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class IdentityResource {
    private final Identities identities;
    private final Providers providers;
    private final ServerAddress server;
    private final CurrentCaller current;

    IdentityResource(Identities identities, Providers providers, ServerAddress server, CurrentCaller current) {
        this.identities = identities;
        this.providers = providers;
        this.server = server;
        this.current = current;
    }

    @GET
    @Path("/auth/providers")
    public List<ProviderJson> providers(UriInfo uri) {
        return providers.offered().stream()
                .map(one -> new ProviderJson(
                        one.name(),
                        one.title(),
                        server.of(uri, "/sign-in/" + one.name()).toString(),
                        one.createsAccounts()))
                .toList();
    }

    @GET
    @Path("/auth/identities")
    public List<IdentityJson> list() {
        return identities.list(current.get()).stream().map(this::json).toList();
    }

    private IdentityJson json(Identity one) {
        return new IdentityJson(
                one.id(),
                identities.title(one),
                one.issuer(),
                one.subject(),
                one.login(),
                one.email(),
                one.createdAt(),
                one.lastUsedAt());
    }

    @DELETE
    @Path("/auth/identities/{id}")
    public void unlink(UUID id) {
        identities.unlink(current.get(), id);
    }
}
