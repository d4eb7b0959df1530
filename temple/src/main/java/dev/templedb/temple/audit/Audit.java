package dev.templedb.temple.audit;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The log of what was done in a temple. Thread-safe, as the temple is.
public final class Audit {
    private final Temple temple;

    /// The log of `temple`.
    public Audit(Temple temple) {
        this.temple = temple;
    }

    /// How a check of the whole log ended.
    ///
    /// @param entries how many there are
    /// @param last    the hash of the last one; zeros when there is none
    public record Verified(long entries, Sha256 last) {}

    /// Adds an entry, in the transaction of the change that it tells of.
    ///
    /// @param action  what was done, in the words of the command: `secret set`
    /// @param project the project's slug; null for what concerns the whole temple
    /// @param details names and numbers; never a value of a secret
    public void record(Transaction tx, String action, @Nullable String project, Json.Obj details) {
        var store = new SqliteAuditStore(tx);
        var last = store.last();
        store.add(new AuditEntry(
                last.seq() + 1,
                temple.clock().instant().truncatedTo(ChronoUnit.MILLIS),
                temple.user(),
                action,
                Optional.ofNullable(project),
                details,
                last.hash()));
    }

    /// The newest entries first.
    ///
    /// @param project only entries of this project; all when empty
    /// @param limit   at most this many
    public List<AuditEntry> list(Optional<String> project, long limit) {
        return temple.file().read(tx -> new SqliteAuditStore(tx).list(project, limit));
    }

    /// Follows the chain from its beginning. Reads every entry once.
    ///
    /// @param noted a hash that was noted earlier and must still be in the log
    /// @throws TempleException with `AUDIT_BROKEN`, which names the first entry that is wrong
    public Verified verify(Optional<Sha256> noted) {
        return temple.file().read(tx -> {
            var check = new ChainCheck(noted);
            new SqliteAuditStore(tx).forEach(check::accept);
            return check.finish();
        });
    }

    private static final class ChainCheck {
        private final Optional<Sha256> noted;
        private boolean found;
        private long count;
        private Sha256 last = AuditEntry.BEGINNING;

        ChainCheck(Optional<Sha256> noted) {
            this.noted = noted;
        }

        void accept(AuditEntry entry, Sha256 recorded) {
            count++;
            if (entry.seq() != count) {
                throw broken("Entry %d of the audit log is missing.".formatted(count));
            }
            if (!entry.previous().equals(last)) {
                throw broken("Entry %d of the audit log does not follow on the one before it.".formatted(count));
            }
            if (!entry.hash().equals(recorded)) {
                throw broken("Entry %d of the audit log was changed.".formatted(count));
            }
            last = recorded;
            found |= noted.equals(Optional.of(recorded));
        }

        Verified finish() {
            if (noted.isPresent() && !found && !noted.get().equals(AuditEntry.BEGINNING)) {
                throw broken(
                        "The audit log holds no entry with the hash %s; its end was cut off or it was written anew."
                                .formatted(noted.get().hex()));
            }
            return new Verified(count, last);
        }

        private static TempleException broken(String message) {
            return new TempleException(ErrorCode.AUDIT_BROKEN, message);
        }
    }
}
