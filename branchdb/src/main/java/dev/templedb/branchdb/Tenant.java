package dev.templedb.branchdb;

import dev.templedb.branchdb.kv.KeyValues;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.tenants.SchemaChanges;
import dev.templedb.branchdb.tenants.TenantAccess;
import dev.templedb.branchdb.tenants.Vacuumed;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.Transaction;
import java.time.Clock;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One tenant of a branch, by its name: a SQLite file with the schema of the branch. Thread-safe; keep it, for it
/// remembers
/// where its file is.
public final class Tenant {
    private final String name;
    private final TenantAccess access;
    private final SchemaChanges changes;

    Tenant(String name, TenantAccess access, SchemaChanges changes) {
        this.name = name;
        this.access = access;
        this.changes = changes;
    }

    public String name() {
        return name;
    }

    /// Runs `work` on one state of the tenant, which is no older than this call. Writing fails. `work` must not
    /// begin
    /// another transaction on this tenant.
    ///
    /// @throws TempleException with `TENANT_NOT_FOUND`, `DATABASE_BRANCH_NOT_FOUND`, `DATABASE_NOT_FOUND`,
    ///         `TENANT_DAMAGED`, or what `work` throws
    public <T extends @Nullable Object> T read(Function<Transaction, T> work) {
        return access.read((tx, version) -> work.apply(tx));
    }

    /// As [#read], with the schema that the tenant has in this transaction.
    public <T extends @Nullable Object> T readWithSchema(BiFunction<Transaction, Schema, T> work) {
        return access.read((tx, version) -> work.apply(tx, changes.schema(version.id())));
    }

    /// Runs `work` and commits what it did; when it throws, nothing of it remains. What was committed survives the
    /// end of
    /// the process; a power failure can take the last transactions with it, each whole. `work` must not begin
    /// another
    /// transaction on this tenant.
    ///
    /// @throws TempleException with `DATABASE_IN_MAINTENANCE`, `DATABASE_BUSY`, `DISK_FULL`, as [#read] does, or
    ///         what `work` throws
    public <T extends @Nullable Object> T write(Function<Transaction, T> work) {
        return access.write((tx, version) -> work.apply(tx));
    }

    /// As [#write], with the schema that the tenant has in this transaction.
    public <T extends @Nullable Object> T writeWithSchema(BiFunction<Transaction, Schema, T> work) {
        return access.write((tx, version) -> work.apply(tx, changes.schema(version.id())));
    }

    /// Its keys and values, which expire by the clock of the system.
    public KeyValues kv() {
        return kv(Clock.systemUTC());
    }

    /// Its keys and values, which expire by `clock`.
    public KeyValues kv(Clock clock) {
        return new KeyValues(access, clock);
    }

    /// Rewrites the file without its free pages. Needs twice its size of free space.
    ///
    /// @return its size before and after; zeros while it has no file
    public Vacuumed vacuum() {
        return access.vacuum();
    }
}
