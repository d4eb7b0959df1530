package dev.templedb.branchdb.data;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Where rows are read and written: each time in a transaction of its own, or always in one that goes on.
public interface DataScope {
    /// Runs `work`, which only reads.
    <T extends @Nullable Object> T read(Function<TenantData, T> work);

    /// Runs `work`; when it throws, nothing of it remains, or the transaction that goes on fails as a whole.
    <T extends @Nullable Object> T write(Function<TenantData, T> work);
}
