package dev.templedb.branchdb.catalog;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
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
        Instant createdAt) {
    /// `now`, which was found by the same name behind the gate of this one.
    ///
    /// @throws TempleException with `DATABASE_BUSY` when that is another branch, whose gate is another one
    public BranchRow requireSame(BranchRow now) {
        if (now.id() != id) {
            throw new TempleException(
                    ErrorCode.DATABASE_BUSY,
                    "The branch '%s' was just deleted and made anew; try again.".formatted(name));
        }
        return now;
    }
}
