package dev.templedb.cathedral.login;

import dev.templedb.api.DeviceDecisionJson;
import dev.templedb.api.DeviceJson;
import dev.templedb.api.DeviceRequestJson;
import dev.templedb.api.DeviceTokenJson;
import dev.templedb.api.LoggedInJson;
import dev.templedb.api.NewDeviceJson;
import dev.templedb.cathedral.accounts.Accounts;
import dev.templedb.cathedral.http.CurrentCaller;
import dev.templedb.cathedral.http.Given;
import dev.templedb.cathedral.http.ServerAddress;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;

/// Letting programs in by a code (RFC 8628).
@Path("/api/v1")
@Singleton
@RunOnVirtualThread
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class DeviceResource {
    private final DeviceLogins devices;
    private final Accounts accounts;
    private final AuthResource auth;
    private final ServerAddress server;
    private final CurrentCaller current;

    DeviceResource(
            DeviceLogins devices, Accounts accounts, AuthResource auth, ServerAddress server, CurrentCaller current) {
        this.devices = devices;
        this.accounts = accounts;
        this.auth = auth;
        this.server = server;
        this.current = current;
    }

    @POST
    @Path("/auth/device")
    public Response begin(@Nullable NewDeviceJson body, UriInfo uri) {
        var wanted = Given.body(body);
        var begun = devices.begin(current.get(), wanted.clientName(), wanted.scopes());
        String page = server.of(uri, "/device").toString();
        return Response.ok(new DeviceJson(
                        begun.deviceCode(),
                        begun.userCode(),
                        page,
                        page + "?user_code=" + begun.userCode(),
                        DeviceLogins.GOOD_FOR.toSeconds(),
                        DeviceLogins.INTERVAL.toSeconds()))
                .header("Cache-Control", "no-store")
                .build();
    }

    @POST
    @Path("/auth/device/token")
    public Response ask(@Nullable DeviceTokenJson body) {
        String code = Given.text("device_code", Given.body(body).deviceCode(), 200);
        var entered = devices.ask(current.get(), code);
        var user = accounts.byId(entered.user());
        LoggedInJson answer = auth.entered(user, entered.token());
        return Response.ok(answer).header("Cache-Control", "no-store").build();
    }

    @GET
    @Path("/auth/device/{code}")
    public DeviceRequestJson show(String code) {
        var request = devices.show(current.get(), code);
        return new DeviceRequestJson(
                request.userCode(),
                request.clientName(),
                request.scopes(),
                request.address(),
                request.createdAt(),
                request.expiresAt());
    }

    @POST
    @Path("/auth/device/{code}")
    public void decide(String code, @Nullable DeviceDecisionJson body) {
        devices.decide(
                current.get(), code, Given.required("granted", Given.body(body).granted()));
    }
}
