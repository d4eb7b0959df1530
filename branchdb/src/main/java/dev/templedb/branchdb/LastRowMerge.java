package dev.templedb.branchdb;

import java.time.Instant;
import java.util.List;

/// The last merge of rows into a branch.
///
/// @param source     the name that the source had
/// @param newTenants the tenants that it made and that are still there
public record LastRowMerge(String source, Instant madeAt, List<String> newTenants) {
    public LastRowMerge {
        newTenants = List.copyOf(newTenants);
    }
}
