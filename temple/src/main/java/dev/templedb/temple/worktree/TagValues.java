package dev.templedb.temple.worktree;

/// What tags name; the objects are kept as those of deleted branches are.
public final class TagValues extends RefValues {
    static final String PART = "tags";

    /// For [java.util.ServiceLoader].
    public TagValues() {
        super(PART, Branches.TAGS);
    }
}
