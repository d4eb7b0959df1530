package dev.templedb.branchdb.tenants;

import dev.templedb.branchdb.catalog.NewChange;
import dev.templedb.branchdb.changes.Finding;
import dev.templedb.branchdb.changes.Lint;
import dev.templedb.branchdb.changes.Planned;
import dev.templedb.branchdb.changes.SchemaPlan;
import dev.templedb.branchdb.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is to become of a schema, and how.
///
/// @param result  the schema afterwards
/// @param plan    what leads there
/// @param inverse what leads back
/// @param changes how it is listed, at least one
/// @param planned how it was planned, for a review; null for an undo that is not rehearsed, which was planned long ago
public record Edit(
        Schema result,
        SchemaPlan plan,
        SchemaPlan inverse,
        List<NewChange> changes,
        @Nullable Planned planned) {
    public Edit {
        changes = List.copyOf(changes);
    }

    /// The same, by another plan.
    Edit withPlan(SchemaPlan other) {
        return new Edit(result, other, inverse, changes, planned);
    }

    /// One that was not planned anew.
    public Edit(Schema result, SchemaPlan plan, SchemaPlan inverse, List<NewChange> changes) {
        this(result, plan, inverse, changes, null);
    }

    /// What a review should point out, in the order of the changes.
    public List<Finding> findings() {
        return planned == null ? List.of() : Lint.of(planned);
    }

    /// What kind of change the one of that number is, such as `add_column`; `undo` when that is not known.
    public String type(int change) {
        return planned == null || change >= planned.changes().size()
                ? "undo"
                : planned.changes().get(change).type();
    }

    /// What the change of that number is about, such as `users.email`; empty when that is not known.
    public String entity(int change) {
        return planned == null || change >= planned.changes().size()
                ? ""
                : planned.changes().get(change).entity();
    }

    /// What was planned, with the way back, listed change by change.
    ///
    /// @param origin the branch that it is merged from
    static Edit of(Planned planned, Optional<String> origin) {
        var listed = new ArrayList<NewChange>();
        for (int i = 0; i < planned.changes().size(); i++) {
            var change = planned.changes().get(i);
            listed.add(new NewChange(
                    change.type(),
                    CatalogJson.write(change.toJson()),
                    SchemaChanges.sql(planned.plan().stepsOf(i)),
                    origin));
        }
        if (listed.isEmpty()) {
            // Both sides did the same, and from now on they have it in common.
            listed.add(new NewChange("merge", "{}", "", origin));
        }
        return new Edit(planned.to(), planned.plan(), planned.inverse().plan(), listed, planned);
    }
}
