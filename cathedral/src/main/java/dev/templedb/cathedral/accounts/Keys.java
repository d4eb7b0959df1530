package dev.templedb.cathedral.accounts;

import dev.templedb.cathedral.audit.AuditLog;
import dev.templedb.cathedral.http.Given;
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
import org.jspecify.annotations.Nullable;

/// The public keys in profiles: secrets are encrypted to them, and signatures checked with them.
@Singleton
public final class Keys {
    private static final int MOST = 50;

    private final Jdbi jdbi;
    private final AuditLog audit;
    private final Accounts accounts;
    private final PostgresKeys table = new PostgresKeys();

    public Keys(Jdbi jdbi, AuditLog audit, Accounts accounts) {
        this.jdbi = jdbi;
        this.audit = audit;
        this.accounts = accounts;
    }

    /// The keys of a user, oldest first. Everybody may see them.
    public List<PublicKey> of(String username) {
        return jdbi.withHandle(
                handle -> table.of(handle, accounts.byName(handle, username).id()));
    }

    /// The keys of those users who have any, oldest first.
    public Map<UUID, List<PublicKey>> of(Handle handle, List<UUID> users) {
        return table.of(handle, users);
    }

    /// Adds a key to the caller's own profile; one that is there already is answered as it is.
    ///
    /// @throws TempleException with `PROFILE_KEY_INVALID`
    public PublicKey add(Caller caller, String username, String kind, @Nullable String name, String text) {
        var identity = caller.with(Scope.WRITE_USER);
        var key = KeyReader.read(kind, text);
        String called = name != null ? name : key.comment().isBlank() ? kind : key.comment();
        String shown = Given.text("name", called.substring(0, Math.min(called.length(), Given.NAME)), Given.NAME);
        return jdbi.inTransaction(handle -> {
            requireOwn(handle, identity.user(), username);
            if (table.of(handle, identity.user()).size() >= MOST) {
                throw new TempleException(ErrorCode.PROFILE_KEY_INVALID, "A profile has 50 keys at most.");
            }
            var added = table.add(handle, identity.user(), kind, shown, key.text(), key.fingerprint());
            audit.record(
                    handle,
                    caller,
                    "user.key-add",
                    new AuditLog.Resource("key", added.id(), added.fingerprint()),
                    Map.of("kind", kind));
            return added;
        });
    }

    /// Takes a key out of the caller's own profile. What it signed stays signed.
    ///
    /// @throws TempleException with `PROFILE_KEY_NOT_FOUND`
    public void remove(Caller caller, String username, UUID id) {
        var identity = caller.with(Scope.WRITE_USER);
        jdbi.useTransaction(handle -> {
            requireOwn(handle, identity.user(), username);
            var key = table.of(handle, identity.user()).stream()
                    .filter(one -> one.id().equals(id))
                    .findFirst()
                    .orElseThrow(() ->
                            new TempleException(ErrorCode.PROFILE_KEY_NOT_FOUND, "Your profile has no such key."));
            table.remove(handle, id);
            audit.record(
                    handle,
                    caller,
                    "user.key-remove",
                    new AuditLog.Resource("key", id, key.fingerprint()),
                    Map.of("kind", key.kind()));
        });
    }

    private void requireOwn(Handle handle, UUID user, String username) {
        if (!accounts.byName(handle, username).id().equals(user)) {
            throw new TempleException(ErrorCode.PERMISSION_DENIED, "A profile is changed by its user alone.");
        }
    }
}
