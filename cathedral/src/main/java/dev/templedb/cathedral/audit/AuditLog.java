package dev.templedb.cathedral.audit;

import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.Origin;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Writes the audit log, and proves that nobody has changed it.
///
/// Entries are appended one at a time, from the append to the end of its transaction: write them last. They hold no
/// secrets. Safe for use by several threads and several nodes.
@Singleton
public final class AuditLog {
    private final Jdbi jdbi;
    private final Clock clock;
    private final PostgresAuditLog table = new PostgresAuditLog();

    public AuditLog(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /// What was acted upon.
    ///
    /// @param type such as `project`
    /// @param name as it is called now
    public record Resource(
            String type, @Nullable UUID id, @Nullable String name) {}

    /// Appends an entry in the transaction of `handle`.
    public void record(
            Handle handle, Caller caller, String action, @Nullable Resource resource, Map<String, Object> metadata) {
        var identity = caller.identity();
        if (identity == null) {
            append(handle, caller.origin(), null, null, null, action, resource, metadata);
        } else {
            append(
                    handle,
                    caller.origin(),
                    identity.user(),
                    identity.name(),
                    identity.token(),
                    action,
                    resource,
                    metadata);
        }
    }

    /// Appends an entry about somebody who is just signing in.
    public void record(
            Handle handle, Origin origin, UUID user, String name, String action, Map<String, Object> metadata) {
        append(handle, origin, user, name, null, action, new Resource("user", user, name), metadata);
    }

    private void append(
            Handle handle,
            Origin origin,
            @Nullable UUID user,
            @Nullable String actor,
            @Nullable UUID token,
            String action,
            @Nullable Resource resource,
            Map<String, Object> metadata) {
        var normal = table.normal(handle, origin.address());
        var last = table.lockLast(handle);
        table.append(
                handle,
                new AuditEntry(
                        last.number() + 1,
                        normal.id(),
                        user,
                        actor,
                        action,
                        resource == null ? null : resource.type(),
                        resource == null ? null : resource.id(),
                        resource == null ? null : resource.name(),
                        metadata,
                        normal.address(),
                        origin.userAgent(),
                        token,
                        origin.requestId(),
                        clock.instant().truncatedTo(ChronoUnit.MICROS),
                        last.hash()));
    }

    /// Gives all entries behind a number in their order, in one snapshot, a few at a time.
    public void export(long after, Consumer<AuditReader.Written> user) {
        jdbi.useTransaction(handle -> {
            try (var entries = table.behind(handle, after)) {
                entries.forEachRemaining(user);
            }
        });
    }

    /// The hash of the last entry; null when there is none.
    public @Nullable String lastHash(Handle handle) {
        return hashOrNull(table.last(handle).hash());
    }

    private static @Nullable String hashOrNull(String hash) {
        return hash.equals(AuditEntry.BEGINNING) ? null : hash;
    }

    /// What [#check] has found.
    ///
    /// @param entries  how many were read
    /// @param brokenAt the number of the first entry that is not as it was written; null when all are
    /// @param lastHash the hash of the last entry: whoever keeps it elsewhere can prove that none has been cut off
    public record Check(
            long entries, @Nullable Long brokenAt, @Nullable String lastHash) {}

    /// Reads all entries in order and computes the chain again, in one snapshot.
    public Check check() {
        return jdbi.inTransaction(handle -> {
            long expected = 1;
            String previous = AuditEntry.BEGINNING;
            try (var entries = table.behind(handle, null)) {
                while (entries.hasNext()) {
                    var stored = entries.next();
                    var entry = stored.entry();
                    if (entry.number() != expected
                            || !entry.previousHash().equals(previous)
                            || !entry.hash().equals(stored.hash())) {
                        return new Check(expected, Math.min(entry.number(), expected), stored.hash());
                    }
                    previous = stored.hash();
                    expected++;
                }
            }
            return new Check(expected - 1, null, hashOrNull(previous));
        });
    }
}
