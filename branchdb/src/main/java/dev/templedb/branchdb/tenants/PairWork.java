package dev.templedb.branchdb.tenants;

import dev.templedb.branchdb.catalog.SchemaVersion;
import dev.templedb.sqlite.Transaction;
import org.jspecify.annotations.Nullable;

/// What is done with two tenants at once.
@FunctionalInterface
public interface PairWork<T extends @Nullable Object> {
    T run(Transaction one, SchemaVersion version, Transaction other, SchemaVersion otherVersion);
}
