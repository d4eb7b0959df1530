package dev.templedb.branchdb.tenants;

import dev.templedb.branchdb.catalog.NewChange;
import dev.templedb.branchdb.changes.SchemaPlan;
import dev.templedb.branchdb.schema.Schema;
import java.util.List;

/// What is to become of a schema, and how.
///
/// @param result  the schema afterwards
/// @param plan    what leads there
/// @param inverse what leads back
/// @param changes how it is listed, at least one
public record Edit(Schema result, SchemaPlan plan, SchemaPlan inverse, List<NewChange> changes) {
    public Edit {
        changes = List.copyOf(changes);
    }
}
