package dev.templedb.branchdb.catalog;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// Something that was deleted and can be brought back.
///
/// @param id         by which it is asked for; never given again
/// @param database   the name of its database
/// @param databaseId the number of its database
/// @param hidden     the branch that it is, or that holds it; nothing for a database
/// @param origin     the branch that a tenant was on
/// @param branch     the name of `origin`
/// @param name       what it was called
public record DeletedRow(
        long id,
        Kind kind,
        String database,
        long databaseId,
        OptionalLong hidden,
        OptionalLong origin,
        Optional<String> branch,
        String name,
        Instant deletedAt) {
    /// What it is.
    public enum Kind {
        DATABASE,
        BRANCH,
        TENANT
    }
}
