package dev.templedb.branchdb;

import dev.templedb.branchdb.catalog.ListedChange;
import dev.templedb.branchdb.changes.Change;
import java.util.Optional;

/// One entry of the history of a branch.
///
/// @param listed what the catalogue says of it
/// @param change what was done; nothing for an undo, and for a merge that brought nothing new
public record BranchChange(ListedChange listed, Optional<Change> change) {
    /// What it is about, such as `users.email`; empty where it is no change of its own.
    public String entity() {
        return change.map(Change::entity).orElse("");
    }
}
