package dev.templedb.branchdb.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Gathers the conflicts of one tenant that nobody has decided.
final class Conflicts {
    static final int MOST_KEPT = 1000;

    private final RowDecisions decisions;
    private final List<RowConflict> open = new ArrayList<>();
    private long count;

    Conflicts(RowDecisions decisions) {
        this.decisions = decisions;
    }

    /// How `conflict` is decided; noted as open when it is not.
    Optional<RowResolution> meet(RowConflict conflict) {
        var resolution = decisions.of(conflict);
        if (resolution.isEmpty()) {
            count++;
            if (open.size() < MOST_KEPT) {
                open.add(conflict);
            }
        }
        return resolution;
    }

    List<RowConflict> open() {
        return open;
    }

    long count() {
        return count;
    }
}
