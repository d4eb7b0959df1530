package dev.templedb.branchdb.tenants;

import dev.templedb.branchdb.catalog.BranchRow;
import dev.templedb.branchdb.catalog.Catalog;
import dev.templedb.branchdb.catalog.TenantRow;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.SqliteFile;
import dev.templedb.sqlite.Transaction;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What comparing and merging rows need of files: several tenants read at once, copies that are changed and take the
/// place
/// of a tenant's file. Thread-safe.
public final class MergeFiles {
    private final TenantStore store;

    public MergeFiles(TenantStore store) {
        this.store = store;
    }

    public Catalog catalog() {
        return store.catalog();
    }

    /// Reads two tenants, each at the version of its branch.
    ///
    /// @param same what to say when both have the same file
    public <T extends @Nullable Object> T readBoth(TenantRef one, TenantRef other, PairWork<T> work, Supplier<T> same) {
        var first = store.tenant(one);
        var second = store.tenant(other);
        while (true) {
            // So that neither has to be brought forward, which copies files, while it is read.
            first.read((tx, version) -> true);
            second.read((tx, version) -> true);
            var firstPlace = first.place(catalog());
            var secondPlace = second.place(catalog());
            if (firstPlace.readFile() != secondPlace.readFile()) {
                return first.read((tx, version) ->
                        second.read((otherTx, otherVersion) -> work.run(tx, version, otherTx, otherVersion)));
            }
            if (firstPlace.head() == secondPlace.head()) {
                return same.get();
            }
        }
    }

    /// Reads one tenant at the version of its branch.
    public <T extends @Nullable Object> T read(TenantRef tenant, Work<T> work) {
        return store.tenant(tenant).read(work);
    }

    /// Writes to one tenant at the version of its branch.
    public <T extends @Nullable Object> T write(TenantRef tenant, Work<T> work) {
        return store.tenant(tenant).write(work);
    }

    /// The tenants of a branch by name.
    public Map<String, TenantRow> tenants(BranchRow branch) {
        return catalog()
                .read(rows -> rows.tenants().list(branch.id()).stream()
                        .collect(Collectors.toMap(TenantRow::name, Function.identity())));
    }

    /// The number of a tenant's file, brought to the version of its branch; nothing while it has none. The branch
    /// must
    /// stand still.
    public OptionalLong current(TenantRef ref) {
        var tenant = store.tenant(ref);
        tenant.read((tx, version) -> true);
        return tenant.place(catalog()).file();
    }

    /// Reads a file that stands still, at the version that it has.
    public <T extends @Nullable Object> T readFile(long file, Work<T> work) {
        try (var open = store.files().use(file)) {
            return open.file().read(tx -> work.run(tx, catalog().version(tx.userVersion())));
        }
    }

    /// Copies a file that stands still. Whoever asked discards the copy, whether it was moved in or not.
    public Path copy(long file) {
        var made = store.places().newPath();
        try (var source = store.files().use(file)) {
            source.file().copyTo(made);
        }
        return made;
    }

    /// Changes a copy in one transaction, for which foreign keys are switched off.
    public <T extends @Nullable Object> T change(Path copy, Function<Transaction, T> work) {
        try (var file = SqliteFile.open(copy, TenantFiles.UNFINISHED)) {
            T result = file.writeSchema(work);
            if (!file.checkpoint()) {
                throw new TempleException(ErrorCode.DISK_FULL, "A tenant's file cannot be copied: the disk is full.");
            }
            return result;
        }
    }

    /// Puts copies in the places of their numbers, in the transaction that names them.
    public void moveIn(List<Path> copies, List<Long> numbers) {
        store.places().moveIn(copies, numbers);
    }

    /// Removes what is left of a copy.
    public void discard(Path copy) {
        TenantFiles.deleteWithLog(copy);
    }

    /// Closes and removes files that the catalogue does not name any more.
    public void removed(List<Long> unused) {
        store.removed(unused);
    }

    /// Does `work` with each of `things`, on several threads.
    public <T> void forEach(List<T> things, Consumer<T> work) {
        Parallel.forEach(things, work);
    }
}
