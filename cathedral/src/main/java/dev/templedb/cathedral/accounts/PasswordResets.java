package dev.templedb.cathedral.accounts;

import dev.templedb.cathedral.audit.AuditLog;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.Origin;
import dev.templedb.cathedral.secrets.Secrets;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Passwords that whoever runs the server resets: to one that is given, or by a one-time token for the user. Either way
/// the old password and all sessions end at once.
@Singleton
public final class PasswordResets {
    /// How long a token is good.
    public static final Duration LIFETIME = Duration.ofDays(1);

    private final Jdbi jdbi;
    private final Accounts accounts;
    private final AuditLog audit;
    private final Clock clock;
    private final PostgresAccounts table = new PostgresAccounts();
    private final PostgresPasswordResets resets = new PostgresPasswordResets();

    public PasswordResets(Jdbi jdbi, Accounts accounts, AuditLog audit, Clock clock) {
        this.jdbi = jdbi;
        this.accounts = accounts;
        this.audit = audit;
        this.clock = clock;
    }

    /// Makes a one-time token, in place of those that were made before, for [#redeem].
    public String offer(Handle handle, User user) {
        String token = Secrets.next();
        var now = clock.instant();
        table.setPassword(handle, user.id(), null, now);
        table.endSessions(handle, user.id(), null);
        resets.forget(handle, user.id());
        resets.add(handle, user.id(), Secrets.hash(token), now, now.plus(LIFETIME));
        record(handle, user, "link");
        return token;
    }

    private void record(Handle handle, User user, String by) {
        record(handle, user, "user.reset", Map.of("by", by));
    }

    private void record(Handle handle, User user, String action, Map<String, Object> metadata) {
        audit.record(
                handle, Caller.SERVER, action, new AuditLog.Resource("user", user.id(), user.username()), metadata);
    }

    /// Sets a password.
    ///
    /// @throws TempleException with `PASSWORD_WEAK`
    public void set(Handle handle, User user, String password) {
        accounts.setPassword(handle, user, password, null);
        resets.forget(handle, user.id());
        record(handle, user, "password");
    }

    /// Revokes all tokens of a user.
    ///
    /// @return how many
    public int revokeTokens(Handle handle, User user) {
        int revoked = resets.revokeTokens(handle, user.id(), clock.instant());
        record(handle, user, "token.revoke-all", Map.of("tokens", revoked));
        return revoked;
    }

    /// Turns two-factor login off, for somebody who has lost the authenticator.
    public void endTwoFactor(Handle handle, User user) {
        table.endTotp(handle, user.id());
        record(handle, user, "user.two-factor-off", Map.of("by", "operator", "was_on", user.twoFactor()));
    }

    /// Uses a token up to set a password. When the password is refused, the token stays.
    ///
    /// @throws TempleException with `RESET_LINK_INVALID` or `PASSWORD_WEAK`
    public void redeem(Origin origin, String token, String password) {
        jdbi.useTransaction(handle -> {
            var id = resets.use(handle, Secrets.hash(token), clock.instant())
                    .orElseThrow(() -> new TempleException(
                            ErrorCode.RESET_LINK_INVALID, "The one-time link has been used or has expired."));
            var user = table.byId(handle, id).orElseThrow();
            accounts.setPassword(handle, user, password, null);
            audit.record(handle, origin, user.id(), user.username(), "user.password", Map.of("by", "link"));
        });
    }
}
