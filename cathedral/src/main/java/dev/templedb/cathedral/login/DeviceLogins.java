package dev.templedb.cathedral.login;

import dev.templedb.cathedral.audit.AuditLog;
import dev.templedb.cathedral.http.Given;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.Scope;
import dev.templedb.cathedral.secrets.Secrets;
import dev.templedb.cathedral.tokens.Tokens;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Lets programs in that have no browser (RFC 8628): the program shows a code, a person who is signed in elsewhere
/// types it and agrees, and the program gets a token.
@Singleton
public final class DeviceLogins {
    static final Duration GOOD_FOR = Duration.ofMinutes(15);
    static final Duration INTERVAL = Duration.ofSeconds(5);

    /// Letters that no words are made of and that are not taken for one another.
    private static final String LETTERS = "BCDFGHJKLMNPQRSTVWXZ";

    private static final int CODE_LETTERS = 8;

    private final Jdbi jdbi;
    private final Tokens tokens;
    private final AuditLog audit;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final PostgresDeviceLogins table = new PostgresDeviceLogins();

    public DeviceLogins(Jdbi jdbi, Tokens tokens, AuditLog audit, Clock clock) {
        this.jdbi = jdbi;
        this.tokens = tokens;
        this.audit = audit;
        this.clock = clock;
    }

    /// What the program is given.
    public record Begun(String deviceCode, String userCode) {}

    /// What a program has asked for.
    ///
    /// @param granted null while nobody has decided
    public record Request(
            UUID id,
            String userCode,
            String clientName,
            List<String> scopes,
            @Nullable String address,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant lastPolledAt,
            @Nullable Boolean granted) {}

    /// A program asks to be let in.
    public Begun begin(Caller caller, @Nullable String clientName, @Nullable List<String> scopes) {
        String name = Given.text("client_name", clientName, 100);
        var wanted = Given.list("scopes", scopes, Scope.values().length);
        if (wanted != null) {
            Scope.of(wanted);
        }
        String deviceCode = Secrets.next();
        var letters = new StringBuilder();
        for (int i = 0; i < CODE_LETTERS; i++) {
            letters.append(i == CODE_LETTERS / 2 ? "-" : "").append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        var now = clock.instant();
        jdbi.useTransaction(handle -> {
            table.forget(handle, now);
            table.add(
                    handle,
                    Secrets.hash(deviceCode),
                    letters.toString(),
                    name,
                    wanted == null ? Tokens.usualScopes() : wanted,
                    now,
                    now.plus(GOOD_FOR),
                    caller.origin().address());
        });
        return new Begun(deviceCode, letters.toString());
    }

    /// What a person is shown before deciding.
    ///
    /// @throws TempleException with `DEVICE_CODE_UNKNOWN`
    public Request show(Caller caller, String userCode) {
        caller.with(Scope.WRITE_USER);
        return jdbi.withHandle(handle -> table.byUserCode(handle, normal(userCode), clock.instant()))
                .orElseThrow(DeviceLogins::unknown);
    }

    /// The person decides. Nobody grants more than they may do at this moment themselves.
    ///
    /// @throws TempleException with `DEVICE_CODE_UNKNOWN`, or `SCOPE_MISSING`
    public void decide(Caller caller, String userCode, boolean granted) {
        var identity = caller.with(Scope.WRITE_USER);
        jdbi.useTransaction(handle -> {
            var request =
                    table.byUserCode(handle, normal(userCode), clock.instant()).orElseThrow(DeviceLogins::unknown);
            boolean within = identity.scopes().containsAll(Scope.of(request.scopes())) && identity.projects() == null;
            if (granted && !within) {
                throw new TempleException(
                        ErrorCode.SCOPE_MISSING, "The program asks for more than your own token is good for.");
            }
            if (!table.decide(handle, request.id(), identity.user(), granted, clock.instant())) {
                throw unknown();
            }
            audit.record(
                    handle,
                    caller,
                    granted ? "device.grant" : "device.deny",
                    new AuditLog.Resource("device", request.id(), request.clientName()),
                    Map.of("scopes", request.scopes()));
        });
    }

    /// What the program gets when it has been let in.
    public record Entered(UUID user, Tokens.Made token) {}

    /// The program asks whether it has been let in; the answer to yes is given once.
    ///
    /// @throws TempleException with `DEVICE_PENDING`, `DEVICE_SLOW_DOWN`, `DEVICE_DENIED` or `DEVICE_EXPIRED`
    public Entered ask(Caller caller, String deviceCode) {
        var now = clock.instant();
        var request = jdbi.inTransaction(handle -> table.poll(handle, Secrets.hash(deviceCode), now))
                .filter(found -> !found.expiresAt().isBefore(now))
                .orElseThrow(DeviceLogins::expired);
        var decision = request.granted();
        if (decision == null) {
            var last = request.lastPolledAt();
            if (last != null && last.plus(INTERVAL).isAfter(now.plusSeconds(1))) {
                throw new TempleException(ErrorCode.DEVICE_SLOW_DOWN, "The program asks too often.");
            }
            throw new TempleException(ErrorCode.DEVICE_PENDING, "Nobody has decided yet.");
        }
        if (!decision) {
            throw new TempleException(ErrorCode.DEVICE_DENIED, "The person has said no.");
        }
        return jdbi.inTransaction(handle -> {
            var user = table.take(handle, request.id()).orElseThrow(DeviceLogins::expired);
            var identity = new Caller.Identity(
                    user.id(), user.username(), user.administrator(), Scope.all(), null, null, null);
            var made = tokens.make(
                    handle,
                    new Caller(identity, caller.origin()),
                    new Tokens.Wanted(request.clientName(), request.scopes(), null, null));
            return new Entered(user.id(), made);
        });
    }

    private static String normal(String userCode) {
        String letters = userCode.toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "");
        return letters.length() == CODE_LETTERS
                ? letters.substring(0, CODE_LETTERS / 2) + "-" + letters.substring(CODE_LETTERS / 2)
                : "";
    }

    private static TempleException expired() {
        return new TempleException(ErrorCode.DEVICE_EXPIRED, "The code has expired or was used.");
    }

    private static TempleException unknown() {
        return new TempleException(ErrorCode.DEVICE_CODE_UNKNOWN, "No program is waiting with this code.");
    }
}
