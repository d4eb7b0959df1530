package dev.templedb.branchdb;

import java.util.List;
import java.util.Optional;

/// The change or merge of a branch that an undo would take back.
///
/// @param version    the version that it led to
/// @param mergedFrom the branch that was merged; nothing for a direct change
/// @param changes    what it did, in order
/// @param isKept     whether the rows and values that it dropped are still kept, and come back with an undo; true when
///                   it dropped nothing
public record LastChange(long version, Optional<String> mergedFrom, List<BranchChange> changes, boolean isKept) {
    public LastChange {
        changes = List.copyOf(changes);
    }
}
