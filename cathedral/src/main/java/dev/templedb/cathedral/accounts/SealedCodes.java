package dev.templedb.cathedral.accounts;

import dev.templedb.cathedral.secrets.SecretKeys;
import dev.templedb.core.TempleException;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Keeps the secrets of one-time codes encrypted: at the start of a server, what lies in clear or under an older key is
/// encrypted with the present one.
@Singleton
public final class SealedCodes {
    private static final Logger LOG = Logger.getLogger(SealedCodes.class);
    private static final String PURPOSE = "one-time codes";
    private static final int AT_ONCE = 500;

    private final Jdbi jdbi;
    private final SecretKeys keys;
    private final PostgresSealedCodes table = new PostgresSealedCodes();

    public SealedCodes(Jdbi jdbi, SecretKeys keys) {
        this.jdbi = jdbi;
        this.keys = keys;
    }

    /// A secret as it is kept.
    ///
    /// @param keyId null for one that lies in clear, as in backups that are older than the keys
    record Kept(UUID user, @Nullable String keyId, byte[] secret) {}

    void onStart(@Observes StartupEvent started) {
        int sealed = sealAll();
        if (sealed > 0) {
            LOG.infof("Encrypted the secrets of one-time codes of %d accounts with the key %s", sealed, keys.current());
        }
    }

    /// Encrypts with the present key what lies in clear or under an older one. What can not be decrypted stays.
    ///
    /// @return of how many accounts
    public int sealAll() {
        int all = 0;
        var last = new UUID(0, 0);
        while (true) {
            var after = last;
            var batch = jdbi.inTransaction(handle -> sealSome(handle, after));
            if (batch.rows() == 0) {
                return all;
            }
            all += batch.sealed();
            last = batch.last();
        }
    }

    private record Batch(int rows, int sealed, UUID last) {}

    private Batch sealSome(Handle handle, UUID after) {
        var rows = table.others(handle, keys.current(), after, AT_ONCE);
        int sealed = 0;
        var last = after;
        for (var row : rows) {
            last = row.user();
            try {
                table.replace(handle, row.user(), seal(row.user(), open(row)));
                sealed++;
            } catch (TempleException unreadable) {
                LOG.errorf("One-time codes of the user %s: %s", row.user(), unreadable.getMessage());
            }
        }
        return new Batch(rows.size(), sealed, last);
    }

    /// Encrypts the secret of a user.
    SecretKeys.Sealed seal(UUID user, byte[] secret) {
        return keys.seal(PURPOSE, user, secret);
    }

    /// Decrypts the secret of a user.
    ///
    /// @throws TempleException with `SECRET_KEY_MISSING` or `SEALED_SECRET_DAMAGED`
    byte[] open(Kept kept) {
        String keyId = kept.keyId();
        return keyId == null
                ? kept.secret()
                : keys.open(PURPOSE, kept.user(), new SecretKeys.Sealed(keyId, kept.secret()));
    }
}
