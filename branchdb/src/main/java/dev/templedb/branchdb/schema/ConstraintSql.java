package dev.templedb.branchdb.schema;

import org.jspecify.annotations.Nullable;

/// The parts that all constraints have.
final class ConstraintSql {
    private ConstraintSql() {}

    static String named(@Nullable String name) {
        return name == null ? "" : "CONSTRAINT " + SqlName.quote(name) + " ";
    }

    static String onConflict(@Nullable Conflict conflict) {
        return conflict == null ? "" : " ON CONFLICT " + conflict;
    }
}
