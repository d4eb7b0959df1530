package dev.templedb.cathedral.login;

import dev.templedb.api.PasswordResetJson;
import dev.templedb.cathedral.accounts.PasswordResets;
import dev.templedb.cathedral.http.CurrentCaller;
import dev.templedb.cathedral.http.Given;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/// A new password by a one-time link.
@Path("/api/v1")
@Singleton
@RunOnVirtualThread
public final class PasswordResetResource {
    private final PasswordResets resets;
    private final CurrentCaller current;

    PasswordResetResource(PasswordResets resets, CurrentCaller current) {
        this.resets = resets;
        this.current = current;
    }

    @POST
    @Path("/auth/reset")
    @Consumes(MediaType.APPLICATION_JSON)
    public void reset(@Nullable PasswordResetJson body) {
        var wanted = Given.body(body);
        resets.redeem(
                current.get().origin(),
                Given.text("reset_token", wanted.resetToken(), 200),
                Given.required("password", Given.optional("password", wanted.password(), 1024)));
    }
}
