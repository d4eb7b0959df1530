package dev.templedb.cathedral.identities;

import dev.templedb.cathedral.accounts.User;
import dev.templedb.cathedral.audit.AuditLog;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.Scope;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Which identities of providers are linked to whose account.
@Singleton
public final class Identities {
    private final Jdbi jdbi;
    private final Providers providers;
    private final AuditLog audit;
    private final PostgresIdentities table = new PostgresIdentities();

    public Identities(Jdbi jdbi, Providers providers, AuditLog audit) {
        this.jdbi = jdbi;
        this.providers = providers;
        this.audit = audit;
    }

    /// The caller's own, oldest first.
    public List<Identity> list(Caller caller) {
        var identity = caller.with(Scope.READ_USER);
        return jdbi.withHandle(handle -> table.of(handle, identity.user()));
    }

    /// What people know the provider of an identity as: its issuer, when it is offered no longer.
    public String title(Identity identity) {
        return providers.ofIssuer(identity.issuer()).map(ProviderConfig::title).orElse(identity.issuer());
    }

    /// Takes an identity away from the caller's account.
    ///
    /// @throws TempleException with `IDENTITY_NOT_FOUND`, or `LAST_WAY_IN` when the account would have neither a
    ///         password nor an identity of a provider that is offered
    public void unlink(Caller caller, UUID id) {
        var identity = caller.with(Scope.WRITE_USER);
        jdbi.useTransaction(handle -> {
            boolean hasPassword = table.lockAndSeePassword(handle, identity.user());
            var all = table.of(handle, identity.user());
            var gone = all.stream()
                    .filter(one -> one.id().equals(id))
                    .findFirst()
                    .orElseThrow(() ->
                            new TempleException(ErrorCode.IDENTITY_NOT_FOUND, "Your account has no such identity."));
            boolean hasAnother = all.stream()
                    .anyMatch(one -> !one.id().equals(id)
                            && providers.ofIssuer(one.issuer()).isPresent());
            if (!hasPassword && !hasAnother) {
                throw new TempleException(
                        ErrorCode.LAST_WAY_IN, "Without it nobody could sign in to your account any more.");
            }
            table.remove(handle, identity.user(), id);
            audit.record(
                    handle,
                    caller,
                    "identity.unlink",
                    new AuditLog.Resource("identity", id, gone.login()),
                    Map.of("issuer", gone.issuer(), "subject", gone.subject()));
        });
    }

    /// Takes all identities away from an account, for whoever runs the server.
    ///
    /// @return how many
    public static int unlinkAll(Handle handle, AuditLog audit, User user) {
        int gone = new PostgresIdentities().removeAll(handle, user.id());
        if (gone > 0) {
            audit.record(
                    handle,
                    Caller.SERVER,
                    "identity.unlink",
                    new AuditLog.Resource("user", user.id(), user.username()),
                    Map.of("identities", gone));
        }
        return gone;
    }

    /// The issuers of a user's identities.
    public static List<String> issuers(Handle handle, UUID user) {
        return new PostgresIdentities()
                .of(handle, user).stream().map(Identity::issuer).distinct().toList();
    }

    /// The issuers of the identities of users, by the id of the user; nothing for those who have none.
    public Map<UUID, List<String>> issuers(List<UUID> users) {
        return jdbi.withHandle(handle -> table.issuers(handle, users));
    }
}
