package dev.templedb.branchdb.catalog;

import java.time.Instant;
import java.util.Optional;

/// A branch of a database.
///
/// @param parent      the name of the branch that it was forked from; none for `main`
/// @param forkedAt    the version at which it was forked
/// @param head        the version that it is at, and so each of its tenants
/// @param template    the file of an empty tenant, which lazy tenants are read from
/// @param isProtected whether its schema changes only by merges
/// @param isBehind    whether files may be at an older version than the branch
public record BranchRow(
        long id,
        long database,
        String name,
        Optional<String> parent,
        long forkedAt,
        long head,
        long template,
        boolean isProtected,
        boolean isBehind,
        Instant createdAt) {}
