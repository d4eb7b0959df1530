package dev.templedb.branchdb.tenants;

import dev.templedb.branchdb.catalog.SchemaVersion;
import dev.templedb.sqlite.Transaction;
import org.jspecify.annotations.Nullable;

/// What is done with a tenant in one transaction.
@FunctionalInterface
public interface Work<T extends @Nullable Object> {
    /// @param version the schema that the tenant has in this transaction
    T run(Transaction tx, SchemaVersion version);
}
