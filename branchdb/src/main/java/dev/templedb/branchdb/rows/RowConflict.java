package dev.templedb.branchdb.rows;

import dev.templedb.branchdb.catalog.KeptConflict;

/// Something that both sides did to one row, each in another way. Values are JSON, on one line.
///
/// @param source the branch that was to be merged
/// @param tenant where it is
/// @param table  by its name in the target
/// @param key    the primary key of the row, as a JSON array
/// @param column the column, or empty when the whole row is meant
/// @param base   what both had; for a whole row, nothing
/// @param ours   what the target has
/// @param theirs what the source has
public record RowConflict(
        String source,
        String tenant,
        String table,
        String key,
        String column,
        Kind kind,
        String base,
        String ours,
        String theirs) {
    /// What happened.
    public enum Kind {
        /// Both gave the cell a value, or added the row with another one.
        CELL,
        /// The target removed the row, the source changed it.
        REMOVED_BY_OURS,
        /// The source removed the row, the target changed it.
        REMOVED_BY_THEIRS
    }

    /// What a decision is about.
    ///
    /// @param column empty for the whole row
    public record Place(String tenant, String table, String key, String column) {}

    /// What a decision of this conflict is kept by.
    public Place place() {
        return new Place(tenant, table, key, column);
    }

    KeptConflict kept() {
        return new KeptConflict(source, tenant, table, key, column, kind.name(), base, ours, theirs);
    }

    /// From what the catalogue keeps.
    public static RowConflict of(KeptConflict kept) {
        return new RowConflict(
                kept.source(),
                kept.tenant(),
                kept.table(),
                kept.key(),
                kept.column(),
                Kind.valueOf(kept.kind()),
                kept.base(),
                kept.ours(),
                kept.theirs());
    }
}
