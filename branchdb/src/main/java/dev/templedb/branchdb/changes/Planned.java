package dev.templedb.branchdb.changes;

import dev.templedb.branchdb.schema.Schema;
import java.util.List;
import java.util.Map;

/// Changes with what they make of a schema, and the steps that do it to a file.
///
/// @param from    the schema before
/// @param changes in order, complete: with the identities of what they make, so that they make the same elsewhere
/// @param to      the schema after, with identities
/// @param plan    the steps; each knows the number of its change
/// @param kept    by identity of what is dropped: the table of the file that keeps its values
public record Planned(Schema from, List<Change> changes, Schema to, SchemaPlan plan, Map<String, String> kept) {
    public Planned {
        changes = List.copyOf(changes);
        kept = Map.copyOf(kept);
    }

    /// The way back: dropped tables and columns come back with the values that were kept. Values that a change
    /// converted or
    /// filled in stay as they are. Rows that were made since have the default of a column that comes back; a check
    /// counts
    /// those for which that will not do.
    public Planned inverse() {
        return Planner.between(to, from, new Hints(Map.of(), Map.of(), kept));
    }
}
