package dev.templedb.branchdb.tenants;

import dev.templedb.branchdb.catalog.BranchRow;
import dev.templedb.branchdb.catalog.Catalog;
import dev.templedb.branchdb.catalog.DeletedRow;
import dev.templedb.branchdb.catalog.Rows;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.Transaction;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Brings back what was deleted, or removes it for good. Each is one transaction of the catalogue; a process that is
/// killed
/// leaves files that nobody names, which the next one sweeps. Thread-safe.
public final class Deletions {
    private final TenantStore store;
    private final Catalog catalog;

    public Deletions(TenantStore store) {
        this.store = store;
        this.catalog = store.catalog();
    }

    /// What was deleted, with the bytes on the disk that only it uses.
    public record Sized(DeletedRow row, long bytes) {}

    /// What can be brought back, in the order in which it was deleted.
    public List<Sized> list() {
        return list(row -> true);
    }

    private List<Sized> list(Predicate<DeletedRow> wanted) {
        record Found(DeletedRow row, List<Long> files) {}
        return catalog
                .read(rows -> rows.deleted().list().stream()
                        .filter(wanted)
                        .map(row -> new Found(row, ownFiles(rows, row)))
                        .toList())
                .stream()
                .map(found -> new Sized(
                        found.row(),
                        found.files().stream()
                                .mapToLong(store.places()::bytesOf)
                                .sum()))
                .toList();
    }

    /// The files that go with it.
    private static List<Long> ownFiles(Rows rows, DeletedRow row) {
        var branches = new HashSet<>(rows.deleted().branchesOf(row));
        var files = new HashSet<Long>();
        branches.forEach(branch -> files.addAll(rows.files().list(branch)));
        return files.stream()
                .filter(file -> branches.containsAll(rows.deleted().usersOf(file)))
                .toList();
    }

    /// Brings something back.
    ///
    /// @param name what it is to be called
    /// @throws TempleException with `DELETED_NOT_FOUND`, with the code for a name that is taken, with
    ///         `DATA_IN_THE_WAY` when rows of a tenant are in the way of what was done to its branch meanwhile, or
    ///         `DATABASE_IN_MAINTENANCE`
    public void bringBack(DeletedRow deleted, String name) {
        switch (deleted.kind()) {
            case DATABASE ->
                catalog.write(rows -> {
                    rows.deleted().bringBackDatabase(rows.deleted().get(deleted.id()), name);
                    return true;
                });
            case BRANCH ->
                catalog.write(rows -> {
                    var row = rows.deleted().get(deleted.id());
                    rows.databases().getWritable(row.database());
                    rows.deleted().bringBackBranch(row, name);
                    return true;
                });
            case TENANT ->
                catalog.alone(List.of(deleted.origin().orElseThrow()), () -> {
                    bringBackTenant(deleted, name);
                    return true;
                });
        }
    }

    /// Nobody changes or writes to the branch meanwhile.
    private void bringBackTenant(DeletedRow deleted, String name) {
        record Places(BranchRow origin, OptionalLong file) {}
        var places = catalog.read(rows -> {
            var row = rows.deleted().get(deleted.id());
            return new Places(
                    rows.branches().find(row.origin().orElseThrow()).orElseThrow(() -> gone(row)),
                    rows.tenants().get(row.hidden().orElseThrow(), row.name()).file());
        });
        @Nullable
        Path copy = places.file().isEmpty() || isAt(places.file().getAsLong(), places.origin())
                ? null
                : store.newCopyAt(places.file().getAsLong(), places.origin().head(), name);
        try {
            store.removed(catalog.write(rows -> {
                var row = rows.deleted().get(deleted.id());
                rows.databases().getWritable(row.database());
                long hidden = row.hidden().orElseThrow();
                var unused = new ArrayList<>(rows.files().list(hidden));
                var tenant = rows.tenants().get(hidden, row.name());
                var file = tenant.file();
                if (copy != null) {
                    file = OptionalLong.of(rows.files().add());
                }
                rows.deleted().bringBackTenant(row, tenant, name, file);
                if (!name.equals(row.name())) {
                    unused.addAll(rows.bases().forget(places.origin().id(), name));
                }
                if (copy != null) {
                    store.places().moveIn(copy, file.getAsLong());
                }
                return rows.files().removeUnused(unused);
            }));
        } finally {
            if (copy != null) {
                TenantFiles.deleteWithLog(copy);
            }
        }
    }

    private boolean isAt(long file, BranchRow branch) {
        try (var open = store.files().use(file)) {
            return open.file().read(Transaction::userVersion) == branch.head();
        }
    }

    private static TempleException gone(DeletedRow row) {
        return new TempleException(
                ErrorCode.DELETED_NOT_FOUND, "The branch of the tenant '%s' is gone for good.".formatted(row.name()));
    }

    /// Removes for good what was deleted before `limit`.
    ///
    /// @return what was removed
    public List<Sized> forget(Instant limit) {
        var old = list(row -> row.deletedAt().isBefore(limit));
        for (var each : old) {
            store.removed(catalog.write(rows -> remove(rows, each.row().id())));
        }
        return old;
    }

    private static List<Long> remove(Rows rows, long id) {
        var found =
                rows.deleted().list().stream().filter(each -> each.id() == id).findFirst();
        if (found.isEmpty()) {
            return List.of();
        }
        var row = found.get();
        var branches = rows.deleted().branchesOf(row);
        var files = new HashSet<Long>();
        branches.forEach(branch -> files.addAll(rows.files().listWithBases(branch)));
        if (row.kind() == DeletedRow.Kind.DATABASE) {
            rows.databases().remove(row.databaseId());
        } else {
            branches.forEach(branch -> {
                rows.rowMerges().forgetBases(branch);
                rows.branches().remove(branch);
            });
        }
        return rows.files().removeUnused(files);
    }
}
