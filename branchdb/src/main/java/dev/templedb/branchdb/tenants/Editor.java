package dev.templedb.branchdb.tenants;

import dev.templedb.branchdb.changes.Change;
import dev.templedb.branchdb.changes.Planner;
import dev.templedb.branchdb.schema.Schema;
import java.util.List;
import java.util.Optional;

/// Says what is to become of a schema. Asked while nobody else can change or write to the branch.
@FunctionalInterface
public interface Editor {
    Edit edit(Schema current);

    /// Makes changes, in order.
    ///
    /// @param changes at least one
    static Editor of(List<Change> changes) {
        if (changes.isEmpty()) {
            throw new IllegalArgumentException("no changes");
        }
        return current -> Edit.of(Planner.plan(current, changes), Optional.empty());
    }
}
