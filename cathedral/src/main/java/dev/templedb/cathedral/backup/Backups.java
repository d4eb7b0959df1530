package dev.templedb.cathedral.backup;

import dev.templedb.cathedral.audit.AuditLog;
import dev.templedb.cathedral.backup.BackupDirectory.Packed;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.transfer.PostgresCollectorLock;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.storage.ObjectStore;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.zip.GZIPOutputStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/// Takes backups while the registry works: the database as it is at one moment, and all packs that it names then.
/// The collector waits for the end; pushes go on. A backup of which nothing is there yet reads every pack once, the
/// next one into the same directory only those that are new.
public final class Backups {
    private final Jdbi jdbi;
    private final ObjectStore store;
    private final AuditLog audit;
    private final Clock clock;
    private final PostgresTables tables = new PostgresTables();

    public Backups(Jdbi jdbi, ObjectStore store, AuditLog audit, Clock clock) {
        this.jdbi = jdbi;
        this.store = store;
        this.audit = audit;
        this.clock = clock;
    }

    /// What a backup holds.
    ///
    /// @param newPacks  packs that the directory did not have before
    /// @param packBytes of all packs
    /// @param missing   packs that storage does not have, or has damaged: they are not in the backup
    public record Taken(
            String createdAt, int tables, long rows, long packs, long newPacks, long packBytes, List<String> missing) {}

    /// Takes one into a directory, in place of the one that is there.
    ///
    /// @throws TempleException with `BACKUP_IN_USE`, when storage or the database fail, or `DISK_FULL`
    public Taken take(Path directory) {
        try (var target = BackupDirectory.create(directory)) {
            Copied copied = PostgresCollectorLock.keepingPacks(jdbi, () -> copy(target));
            target.publish(copied.manifest());
            var taken = copied.taken();
            jdbi.useTransaction(handle -> audit.record(
                    handle,
                    Caller.SERVER,
                    "server.backup",
                    null,
                    Map.of("packs", taken.packs(), "rows", taken.rows())));
            return taken;
        } catch (IOException failure) {
            throw failed("The backup could not be written", failure);
        }
    }

    static TempleException failed(String what, IOException failure) {
        var said = String.valueOf(failure.getMessage());
        return said.contains("No space left")
                ? new TempleException(ErrorCode.DISK_FULL, what + ": there is no space left on the disk.", failure)
                : new TempleException(ErrorCode.STORAGE_UNAVAILABLE, "%s: %s.".formatted(what, said), failure);
    }

    private record Copied(BackupManifest manifest, Taken taken) {}

    private Copied copy(BackupDirectory target) throws IOException {
        var folder = target.newFolder();
        var createdAt = clock.instant().toString();
        var written = new ArrayList<BackupManifest.Table>();
        record Frozen(
                String schema, List<Packed> packs, @Nullable String lastHash) {}
        // All of its statements see the same moment.
        var frozen = jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, handle -> {
            for (var table : tables.lasting(handle)) {
                written.add(write(handle, table, folder));
            }
            return new Frozen(tables.schema(handle), tables.packs(handle), audit.lastHash(handle));
        });
        var packs = copy(frozen.packs(), folder, target.objects());
        var objects = packs.objects();
        var manifest = new BackupManifest(
                BackupManifest.FORMAT,
                BackupManifest.VERSION,
                createdAt,
                frozen.schema(),
                folder.getFileName().toString(),
                written,
                objects,
                frozen.lastHash());
        long rows = written.stream().mapToLong(BackupManifest.Table::rows).sum();
        return new Copied(
                manifest,
                new Taken(
                        createdAt,
                        written.size(),
                        rows,
                        objects.count(),
                        packs.fresh(),
                        objects.bytes(),
                        objects.missing()));
    }

    /// @param fresh how many were not there yet
    private record CopiedPacks(BackupManifest.Objects objects, long fresh) {}

    private CopiedPacks copy(List<Packed> packs, Path folder, ObjectStore target) throws IOException {
        var digest = Sha256.newDigest();
        var missing = new ArrayList<String>();
        long fresh = 0;
        long bytes = 0;
        var file = folder.resolve(BackupManifest.Objects.FILE);
        try (var out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
            for (var pack : packs) {
                fresh += copy(pack, target, missing) ? 1 : 0;
                bytes += pack.bytes();
                out.write(pack.line().getBytes(StandardCharsets.UTF_8));
            }
        }
        BackupDirectory.sync(file);
        return new CopiedPacks(
                new BackupManifest.Objects(
                        packs.size(), bytes, Sha256.from(digest).hex(), missing),
                fresh);
    }

    private BackupManifest.Table write(Handle handle, PostgresTables.Table table, Path folder) throws IOException {
        var file = folder.resolve(BackupManifest.Table.file(table.name()));
        var digest = Sha256.newDigest();
        long rows;
        try (OutputStream out =
                new GZIPOutputStream(new DigestOutputStream(Files.newOutputStream(file), digest), 1 << 16)) {
            rows = tables.copyOut(handle, table, out);
        }
        BackupDirectory.sync(file);
        return new BackupManifest.Table(
                table.name(),
                table.columns(),
                rows,
                Files.size(file),
                Sha256.from(digest).hex());
    }

    /// Copies a pack that is not there yet. What storage has lost must not keep the rest from being saved.
    ///
    /// @return whether it was copied
    private boolean copy(Packed pack, ObjectStore target, List<String> missing) {
        if (target.size(pack.key()).equals(OptionalLong.of(pack.bytes()))) {
            return false;
        }
        try (var in = store.open(pack.key(), 0, pack.bytes())) {
            target.put(pack.key(), pack.bytes(), pack.sha256(), in);
            return true;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (TempleException failure) {
            if (!isLoss(failure)) {
                throw failure;
            }
            missing.add(pack.key().text());
            return false;
        }
    }

    /// Whether a pack is missing or not what was written, rather than its storage away.
    static boolean isLoss(TempleException failure) {
        return switch (failure.code()) {
            case STORAGE_OBJECT_MISSING, STORAGE_OBJECT_DAMAGED, STORAGE_CONTENT_DIFFERS -> true;
            default -> false;
        };
    }
}
