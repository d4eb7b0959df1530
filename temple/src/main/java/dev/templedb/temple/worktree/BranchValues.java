package dev.templedb.temple.worktree;

/// What branches name.
public final class BranchValues extends RefValues {
    static final String PART = "branches";

    /// For [java.util.ServiceLoader].
    public BranchValues() {
        super(PART, Branches.PREFIX);
    }
}
