package dev.templedb.branchdb.rows;

/// How many rows were added, changed and removed.
public record RowCounts(long added, long changed, long removed) {
    static final RowCounts NONE = new RowCounts(0, 0, 0);

    RowCounts plus(RowCounts other) {
        return new RowCounts(added + other.added, changed + other.changed, removed + other.removed);
    }

    /// All together.
    public long total() {
        return added + changed + removed;
    }
}
