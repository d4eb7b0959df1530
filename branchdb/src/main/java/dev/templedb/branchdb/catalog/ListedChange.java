package dev.templedb.branchdb.catalog;

import java.time.Instant;
import java.util.Optional;

/// One change of the schema of a branch, as it is listed.
///
/// @param position from 1, in the order in which the branch got them
/// @param version  the version that it led to, with the others of the same merge
/// @param kind     such as `add_column`
/// @param details  what was done, as JSON
/// @param sql      what SQLite was told, for people
/// @param origin   the branch that it was merged from
/// @param isUndone whether it was taken back
public record ListedChange(
        long position,
        long version,
        String kind,
        String details,
        String sql,
        Optional<String> origin,
        boolean isUndone,
        Instant madeAt) {}
