package dev.templedb.branchdb.changes;

import org.jspecify.annotations.Nullable;

/// Something that a review points out.
///
/// @param rule     what it is
/// @param change   which change, from 0
/// @param entity   what the change is about, such as `users.email`
/// @param countSql a SELECT that counts the rows touched in a file that has the schema before all changes; null when
/// there
///                 are none, or when [SchemaPlan#trial] counts them
public record Finding(
        LintRule rule, int change, String entity, @Nullable String countSql) {
    /// In a sentence: `D02 users.email: drops a column with its values.`
    public String sentence() {
        return "%s %s: %s.".formatted(rule.code(), entity, rule.meaning());
    }
}
