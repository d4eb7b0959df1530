package dev.templedb.temple.secrets;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.age.AgeIdentity;
import dev.templedb.packages.age.AgeRecipient;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.projects.Project;
import dev.templedb.temple.secrets.Secrets.Rewrapped;
import dev.templedb.temple.secrets.SqliteSecretStore.Stored;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// What becomes of the recipients of a project: every secret, in every version, is encrypted anew to those who are
/// left.
///
/// @param action   as the audit log names it
/// @param mayLeave whether secrets that cannot be opened stay as they are
record RecipientChange(String action, List<AgeRecipient> added, List<AgeRecipient> leaving, boolean mayLeave) {
    /// @throws TempleException with `LAST_RECIPIENT` or `READERS_UNCONFIRMED`, or with `SECRET_LOCKED` when a
    /// present
    ///                         secret cannot be opened; then nothing is to be kept
    Rewrapped run(Transaction tx, Project project, KeyRing keys, List<AgeIdentity> identities) {
        var store = new SqliteSecretStore(tx, project.id());
        var readers = new SqliteReaderStore(tx, project.id());
        var fresh = added.stream().filter(store::addRecipient).toList();
        added.forEach(one -> readers.release(one.key()));
        leaving.forEach(store::removeRecipient);
        leaving.forEach(one -> readers.forget(one.key()));
        var recipients = store.recipients();
        if (!leaving.isEmpty() && recipients.isEmpty()) {
            throw new TempleException(
                    ErrorCode.LAST_RECIPIENT,
                    "Nobody could open the secrets of %s any more.".formatted(project.slug()));
        }
        Readers.requireConfirmed(tx, project, keys);
        var exposed = new ArrayList<String>();
        var locked = new ArrayList<String>();
        var current = store.current().stream().map(Stored::secret).collect(Collectors.toSet());
        for (var stored : store.history()) {
            boolean isCurrent = current.contains(stored.secret());
            try {
                boolean isExposed = rewrap(store, stored, recipients, identities);
                if (isExposed && isCurrent) {
                    exposed.add(stored.secret().name());
                }
            } catch (TempleException closed) {
                // An old version that nobody here can open any more stays as it is.
                if (isCurrent && !mayLeave) {
                    throw closed;
                }
                if (isCurrent) {
                    locked.add(stored.secret().name());
                }
            }
        }
        return new Rewrapped(current.size() - locked.size(), exposed, AgeFiles.keys(fresh), locked);
    }

    /// Returns whether somebody who leaves could read it.
    ///
    /// @throws TempleException with `SECRET_LOCKED` or `SECRET_DAMAGED` when it cannot be opened
    private boolean rewrap(
            SqliteSecretStore store, Stored stored, List<AgeRecipient> recipients, List<AgeIdentity> identities) {
        var secret = stored.secret();
        var value = AgeFiles.open(stored, identities);
        try {
            var exposed = new ArrayList<>(secret.exposedTo());
            leaving.stream()
                    .map(AgeRecipient::key)
                    .filter(key -> secret.recipients().contains(key) && !exposed.contains(key))
                    .forEach(exposed::add);
            store.rewrap(secret, AgeFiles.encrypt(value, recipients), AgeFiles.keys(recipients), exposed);
            return exposed.size() > secret.exposedTo().size();
        } finally {
            Arrays.fill(value, (byte) 0);
        }
    }
}
