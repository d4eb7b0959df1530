package dev.templedb.branchdb.schema;

import org.jspecify.annotations.Nullable;

/// A condition that no row may break.
///
/// @param name       of the constraint, or null
/// @param expression SQL, as it was written, without the parentheses around it
public record Check(@Nullable String name, String expression) {
    /// The constraint, beside a column or after all of them.
    public String sql() {
        return ConstraintSql.named(name) + "CHECK (" + expression + ")";
    }
}
