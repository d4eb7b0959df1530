package dev.templedb.cathedral.backup;

import dev.templedb.cathedral.audit.AuditLog;
import dev.templedb.cathedral.backup.BackupDirectory.Packed;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.postgres.Migrations;
import dev.templedb.cathedral.sql.PostgresErrors;
import dev.templedb.cathedral.transfer.PostgresCollectorLock;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.storage.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/// Brings a backup back.
///
/// Everything is read and compared with its digests first, and packs are put into storage; then one transaction
/// replaces all rows. Servers that run meanwhile answer from what was there until that moment, and from the backup
/// after it; who writes waits. Whoever is killed on the way has changed nothing that anybody sees.
public final class Restores {
    private static final int ATTEMPTS = 5;

    private final Jdbi jdbi;
    private final ObjectStore store;
    private final AuditLog audit;
    private final PostgresTables tables = new PostgresTables();

    public Restores(Jdbi jdbi, ObjectStore store, AuditLog audit) {
        this.jdbi = jdbi;
        this.store = store;
        this.audit = audit;
    }

    /// What was read or brought back.
    ///
    /// @param missing packs that were not in storage when the backup was taken
    public record Restored(String createdAt, String schema, long rows, long packs, long packBytes, int missing) {}

    /// Reads a backup from end to end.
    ///
    /// @throws TempleException with `BACKUP_NOT_FOUND`, `BACKUP_DAMAGED`, `BACKUP_DIFFERS` or `BACKUP_IN_USE`
    public static Restored check(Path directory) {
        try (var source = BackupDirectory.open(directory)) {
            var manifest = verified(source);
            source.forEachPack(manifest, pack -> verify(source, pack));
            return restored(manifest);
        } catch (IOException failure) {
            throw Backups.failed("The backup can not be read", failure);
        }
    }

    private static BackupManifest verified(BackupDirectory source) throws IOException {
        var manifest = source.manifest().orElseThrow();
        for (var table : manifest.tables()) {
            source.verify(manifest, table.file(), table.sha256());
        }
        source.verify(manifest, BackupManifest.Objects.FILE, manifest.objects().sha256());
        return manifest;
    }

    private static void verify(BackupDirectory source, Packed pack) {
        try {
            source.objects().verify(pack.key(), pack.bytes(), pack.sha256());
        } catch (TempleException wrong) {
            throw lost(pack, wrong);
        }
    }

    private static TempleException lost(Packed pack, TempleException cause) {
        return BackupManifest.damaged("the pack %s is missing or not what was written".formatted(pack.key()), cause);
    }

    private static Restored restored(BackupManifest manifest) {
        return new Restored(
                manifest.createdAt(),
                manifest.schema(),
                manifest.tables().stream().mapToLong(BackupManifest.Table::rows).sum(),
                manifest.objects().count(),
                manifest.objects().bytes(),
                manifest.objects().missing().size());
    }

    /// Brings a backup back.
    ///
    /// @param replace whether a registry that is not empty may be replaced
    /// @param migrate brings an empty database to a schema, and given an empty text to the present one
    /// @throws TempleException with what [#check] throws, or `REGISTRY_NOT_EMPTY`
    public Restored restore(Path directory, boolean replace, Consumer<String> migrate) {
        try (var source = BackupDirectory.open(directory)) {
            var manifest = verified(source);
            boolean isNew = jdbi.withHandle(Migrations::areMissing);
            if (isNew) {
                migrate.accept(manifest.schema());
            }
            requireFit(manifest, replace);
            PostgresCollectorLock.keepingPacks(jdbi, () -> {
                source.forEachPack(manifest, pack -> bring(source, pack));
                replaceRows(source, manifest);
                return manifest;
            });
            if (isNew) {
                migrate.accept("");
            }
            jdbi.useHandle(tables::analyze);
            return restored(manifest);
        } catch (IOException failure) {
            throw Backups.failed("The backup could not be restored", failure);
        }
    }

    private void requireFit(BackupManifest manifest, boolean replace) {
        jdbi.useHandle(handle -> {
            String schema = tables.schema(handle);
            if (!schema.equals(manifest.schema())) {
                throw new TempleException(
                        ErrorCode.BACKUP_DIFFERS,
                        "The tables of the backup are of version %s, and those of the database of version %s."
                                .formatted(manifest.schema(), schema));
            }
            if (!replace && !tables.isEmpty(handle)) {
                throw new TempleException(ErrorCode.REGISTRY_NOT_EMPTY, "There is a registry already.");
            }
        });
    }

    /// Puts a pack into storage, also in place of one that is damaged there.
    private void bring(BackupDirectory source, Packed pack) {
        if (store.exists(pack.key())) {
            try {
                store.verify(pack.key(), pack.bytes(), pack.sha256());
                return;
            } catch (TempleException wrong) {
                if (wrong.code() != ErrorCode.STORAGE_OBJECT_DAMAGED) {
                    throw wrong;
                }
                verify(source, pack);
                store.delete(pack.key());
            }
        }
        try (var in = source.objects().open(pack.key(), 0, pack.bytes())) {
            store.put(pack.key(), pack.bytes(), pack.sha256(), in);
        } catch (TempleException wrong) {
            throw Backups.isLoss(wrong) ? lost(pack, wrong) : wrong;
        } catch (IOException unreadable) {
            throw BackupManifest.damaged("the pack %s can not be read".formatted(pack.key()), unreadable);
        }
    }

    /// Who writes at this moment may hold what we want, and want what we hold: then one of us begins anew.
    private void replaceRows(BackupDirectory source, BackupManifest manifest) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                jdbi.useTransaction(handle -> replaceRows(handle, source, manifest));
                return;
            } catch (JdbiException busy) {
                if (attempt == ATTEMPTS || !PostgresErrors.isConflict(busy)) {
                    throw busy;
                }
            }
        }
    }

    private void replaceRows(Handle handle, BackupDirectory source, BackupManifest manifest) throws IOException {
        tables.lock(handle);
        tables.clear(handle);
        for (var table : manifest.tables()) {
            try (var in = new GZIPInputStream(Files.newInputStream(source.file(manifest, table.file())), 1 << 16)) {
                tables.copyIn(handle, new PostgresTables.Table(table.name(), table.columns()), in);
            }
        }
        tables.number(handle);
        audit.record(
                handle,
                Caller.SERVER,
                "server.restore",
                null,
                Map.of(
                        "created_at",
                        manifest.createdAt(),
                        "packs",
                        manifest.objects().count()));
    }
}
