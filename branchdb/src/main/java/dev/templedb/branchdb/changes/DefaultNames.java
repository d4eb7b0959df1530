package dev.templedb.branchdb.changes;

import dev.templedb.branchdb.schema.Index;
import java.util.stream.Collectors;

/// What things are called that were given no name.
public final class DefaultNames {
    private DefaultNames() {}

    /// `idx_TABLE_COLUMN_COLUMN`, or `uniq_…` for a unique index; an expression is called `expr`.
    public static String index(String table, Index index) {
        return (index.unique() ? "uniq_" : "idx_") + table + "_"
                + index.terms().stream()
                        .map(term -> term.expression() ? "expr" : term.text())
                        .collect(Collectors.joining("_"));
    }
}
