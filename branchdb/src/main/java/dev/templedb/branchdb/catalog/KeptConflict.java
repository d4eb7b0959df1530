package dev.templedb.branchdb.catalog;

/// A conflict of rows as the catalogue keeps it.
///
/// @param source the branch that was to be merged
/// @param key    of the row, as a JSON array
/// @param column empty when the whole row is meant
/// @param base   as JSON, as are `ours` and `theirs`
public record KeptConflict(
        String source,
        String tenant,
        String table,
        String key,
        String column,
        String kind,
        String base,
        String ours,
        String theirs) {}
