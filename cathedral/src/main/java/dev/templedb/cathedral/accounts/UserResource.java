package dev.templedb.cathedral.accounts;

import dev.templedb.api.KeyJson;
import dev.templedb.api.NewKeyJson;
import dev.templedb.api.UserJson;
import dev.templedb.api.UserPatchJson;
import dev.templedb.cathedral.http.CurrentCaller;
import dev.templedb.cathedral.http.EntityTags;
import dev.templedb.cathedral.http.Given;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.Scope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Profiles.
@Path("/api/v1")
@Singleton
@RunOnVirtualThread
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class UserResource {
    private final Accounts accounts;
    private final Keys keys;
    private final CurrentCaller current;

    UserResource(Accounts accounts, Keys keys, CurrentCaller current) {
        this.accounts = accounts;
        this.keys = keys;
        this.current = current;
    }

    @GET
    @Path("/users/{username}")
    public Response show(String username) {
        return answer(accounts.byName(username));
    }

    @PATCH
    @Path("/users/{username}")
    public Response change(
            String username, @HeaderParam("If-Match") @Nullable String ifMatch, @Nullable UserPatchJson body) {
        var patch = Given.body(body);
        return answer(accounts.change(
                current.get(),
                username,
                new Accounts.Change(
                        patch.displayName(),
                        patch.avatarUrl(),
                        patch.bio(),
                        patch.websiteUrl(),
                        patch.email(),
                        patch.password(),
                        patch.currentPassword()),
                user -> EntityTags.match(ifMatch, tag(user))));
    }

    private Response answer(User user) {
        return Response.ok(json(user, current.get())).header("ETag", tag(user)).build();
    }

    private static String tag(User user) {
        return EntityTags.of(user.id(), user.updatedAt());
    }

    private static UserJson json(User user, Caller caller) {
        boolean own = user.id().equals(caller.user()) && caller.has(Scope.READ_USER) || caller.administers();
        return new UserJson(
                user.username(),
                user.displayName(),
                user.avatarUrl(),
                user.bio(),
                user.websiteUrl(),
                own ? user.email() : null,
                user.createdAt());
    }

    @GET
    @Path("/users/{username}/keys")
    public List<KeyJson> keys(String username) {
        return keys.of(username).stream().map(UserResource::json).toList();
    }

    @POST
    @Path("/users/{username}/keys")
    public Response addKey(String username, @Nullable NewKeyJson body) {
        var wanted = Given.body(body);
        var key = keys.add(
                current.get(),
                username,
                Given.text("kind", wanted.kind(), 10),
                Given.optional("name", wanted.name(), Given.NAME),
                Given.text("public_key", wanted.publicKey(), Given.LONG_TEXT));
        return Response.status(201).entity(json(key)).build();
    }

    @DELETE
    @Path("/users/{username}/keys/{id}")
    @Consumes(MediaType.WILDCARD)
    public void removeKey(String username, UUID id) {
        keys.remove(current.get(), username, id);
    }

    /// A key as it travels.
    public static KeyJson json(PublicKey key) {
        return new KeyJson(key.id(), key.kind(), key.name(), key.text(), key.fingerprint(), key.createdAt());
    }
}
