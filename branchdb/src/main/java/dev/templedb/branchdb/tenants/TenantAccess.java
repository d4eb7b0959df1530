package dev.templedb.branchdb.tenants;

import dev.templedb.branchdb.catalog.Catalog;
import dev.templedb.branchdb.catalog.TenantPlace;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A tenant, by its name, and where it was found last. Cheap to make; the same one, used again, is found without asking
/// the catalogue as long as nothing is committed there. Thread-safe.
public final class TenantAccess {
    private final TenantRef ref;
    private final TenantStore store;
    private volatile @Nullable TenantPlace last;

    TenantAccess(TenantRef ref, TenantStore store) {
        this.ref = ref;
        this.store = store;
    }

    TenantRef ref() {
        return ref;
    }

    /// Runs `work` on one state of the tenant, which is no older than this call. Writing fails.
    public <T extends @Nullable Object> T read(Work<T> work) {
        return store.read(this, work);
    }

    /// Runs `work` and commits what it did; when it throws, nothing of it remains.
    public <T extends @Nullable Object> T write(Work<T> work) {
        return store.write(this, work);
    }

    /// Writes a copy of the file to `target`.
    public void exportTo(Path target) {
        store.exportTo(this, target);
    }

    /// Rewrites the file without its free pages.
    public Vacuumed vacuum() {
        return store.vacuum(this);
    }

    /// Where the tenant is now.
    TenantPlace place(Catalog catalog) {
        var known = last;
        if (known != null && catalog.isStill(known.epoch())) {
            return known;
        }
        long epoch = catalog.epoch();
        var found = catalog.read(rows -> rows.tenants().place(epoch, ref.database(), ref.branch(), ref.tenant()));
        last = found;
        return found;
    }
}
