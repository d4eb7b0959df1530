package dev.templedb.branchdb.tenants;

import dev.templedb.branchdb.changes.Change;
import java.util.List;

/// What two branches did since they had everything in common.
///
/// @param ours   what the one did, in an order in which it can be done
/// @param theirs what the other did
/// @param isSame whether their schemas are the same, text for text
public record Comparison(List<Change> ours, List<Change> theirs, boolean isSame) {
    public Comparison {
        ours = List.copyOf(ours);
        theirs = List.copyOf(theirs);
    }
}
