package dev.templedb.temple.remotes;

import dev.templedb.api.AccountJson;
import dev.templedb.api.DeviceJson;
import dev.templedb.api.DeviceTokenJson;
import dev.templedb.api.LoggedInJson;
import dev.templedb.api.LoginJson;
import dev.templedb.api.NewDeviceJson;
import dev.templedb.api.NewTokenJson;
import dev.templedb.api.RegisterJson;
import dev.templedb.api.client.ApiClient;
import dev.templedb.api.client.ApiClient.Request;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Signs in to a server, and out again. What comes of it is a token, which is whoever has it.
///
/// To be closed: a connection that is left open keeps the process from ending for a third of a second.
public final class ServerLogin implements AutoCloseable {
    private static final long LONGEST_INTERVAL_SECONDS = 60;
    private static final long LONGEST_WAIT_SECONDS = 3600;

    private final ApiClient client;

    /// @param client without a token, unless to sign out or to ask who is signed in
    public ServerLogin(ApiClient client) {
        this.client = client;
    }

    @Override
    public void close() {
        client.close();
    }

    /// Who is signed in, and with what.
    ///
    /// @param token empty where none was made
    public record SignedIn(String username, Optional<String> token, List<String> scopes, boolean administrator) {}

    /// Makes an account and signs in.
    ///
    /// @param email  null for an account without one, where the server allows that
    /// @param device what the token is called
    public SignedIn register(String username, @Nullable String email, String password, String device) {
        return signedIn(client.send(
                Request.of("POST", "/auth/register", new RegisterJson(username, email, password, null, token(device))),
                LoggedInJson.class));
    }

    /// Signs in with a password.
    ///
    /// @param oneTimeCode of the authenticator, where that is asked for
    public SignedIn withPassword(String username, String password, @Nullable String oneTimeCode, String device) {
        return signedIn(client.send(
                Request.of("POST", "/auth/login", new LoginJson(username, password, oneTimeCode, token(device))),
                LoggedInJson.class));
    }

    private static NewTokenJson token(String device) {
        return new NewTokenJson(device, null, null, null);
    }

    private static SignedIn signedIn(LoggedInJson json) {
        if (json.user() == null || json.token() == null || json.token().token() == null) {
            throw ServerRemote.nonsense(null);
        }
        return new SignedIn(
                json.user().username(),
                Optional.ofNullable(json.token().token()),
                json.token().scopes(),
                json.user().administrator());
    }

    /// Whose the token of the client is.
    public SignedIn whoAmI() {
        var account = client.send(Request.get("/auth/user", Map.of()), AccountJson.class);
        return new SignedIn(account.username(), Optional.empty(), account.scopes(), account.administrator());
    }

    /// Makes the token of the client worthless.
    public void logOut() {
        client.tree(Request.of("POST", "/auth/logout", null));
    }

    /// What a person needs to let this program in, in a browser.
    public record Device(String code, String address) {}

    /// Signs in with the help of a person in a browser, on whatever machine that runs; waits until they have
    /// decided.
    ///
    /// @param device what the person is shown
    /// @param show   is told where to go
    /// @throws TempleException with `DEVICE_DENIED` or `DEVICE_EXPIRED`
    public SignedIn withDevice(String device, Consumer<Device> show) {
        var begun = client.send(Request.of("POST", "/auth/device", new NewDeviceJson(device, null)), DeviceJson.class);
        show.accept(new Device(begun.userCode(), begun.verificationUri()));
        long interval = Math.clamp(begun.interval(), 1, LONGEST_INTERVAL_SECONDS);
        var end = Instant.now().plusSeconds(Math.clamp(begun.expiresIn(), 1, LONGEST_WAIT_SECONDS));
        while (Instant.now().isBefore(end)) {
            sleep(interval);
            try {
                return signedIn(client.send(
                        Request.of("POST", "/auth/device/token", new DeviceTokenJson(begun.deviceCode())),
                        LoggedInJson.class));
            } catch (TempleException notYet) {
                if (notYet.code() == ErrorCode.DEVICE_SLOW_DOWN) {
                    interval = Math.min(interval + 5, LONGEST_INTERVAL_SECONDS);
                } else if (notYet.code() != ErrorCode.DEVICE_PENDING) {
                    throw notYet;
                }
            }
        }
        throw new TempleException(ErrorCode.DEVICE_EXPIRED, "Nobody has let this program in in time.");
    }

    private static void sleep(long seconds) {
        try {
            Thread.sleep(seconds * 1000);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new TempleException(ErrorCode.INTERRUPTED, "The login was interrupted.", interrupt);
        }
    }
}
