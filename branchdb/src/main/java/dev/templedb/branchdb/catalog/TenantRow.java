package dev.templedb.branchdb.catalog;

import java.time.Instant;
import java.util.OptionalLong;

/// A tenant of a branch.
///
/// @param file where its data is; nothing while nothing has been written
public record TenantRow(long id, long branch, String name, OptionalLong file, Instant createdAt) {
    /// Whether nothing has been written yet.
    public boolean isLazy() {
        return file.isEmpty();
    }
}
