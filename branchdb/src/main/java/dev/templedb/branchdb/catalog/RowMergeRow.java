package dev.templedb.branchdb.catalog;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/// The last merge of rows into a branch.
///
/// @param source  the name that the source had
/// @param pair    whose common state it moved on
/// @param version of the target then
/// @param tenants those that it looked at
public record RowMergeRow(
        String source, SqliteRowBases.Pair pair, long version, Instant madeAt, List<MergedTenant> tenants) {
    public RowMergeRow {
        tenants = List.copyOf(tenants);
    }

    /// What a merge did to a tenant.
    public enum Kind {
        /// It made it.
        NEW,
        /// It changed rows.
        CHANGED,
        /// It only found that both sides have the same.
        SAME
    }

    /// A tenant of a merge.
    ///
    /// @param id     its number in the target
    /// @param kind   what the merge did to it
    /// @param base   the file with what both had in common before
    /// @param common the file with what both have had in common since
    public record MergedTenant(long id, Kind kind, OptionalLong base, OptionalLong common) {}
}
