package dev.templedb.branchdb.changes;

/// What a review points out about a change. Codes are permanent.
public enum LintRule {
    DROPS_TABLE("D01", Kind.DESTRUCTIVE, "drops a table with its rows"),
    DROPS_COLUMN("D02", Kind.DESTRUCTIVE, "drops a column with its values"),
    CONVERTS_VALUES("D03", Kind.DESTRUCTIVE, "converts values to another type, which an undo does not take back"),
    FILLS_VALUES("D04", Kind.DESTRUCTIVE, "replaces NULLs, which an undo does not take back"),
    NEEDS_VALUES("P01", Kind.DATA_DEPENDENT, "fails where a value is NULL"),
    NEEDS_UNIQUE("P02", Kind.DATA_DEPENDENT, "fails where values are there twice"),
    NEEDS_CONDITION("P03", Kind.DATA_DEPENDENT, "fails where a condition is not met"),
    NEEDS_PARENT("P04", Kind.DATA_DEPENDENT, "fails where a reference leads nowhere"),
    NEEDS_TRIAL("P05", Kind.DATA_DEPENDENT, "may fail on the rows that are there"),
    NEEDS_TYPE("P06", Kind.DATA_DEPENDENT, "fails where a value is not of the new type, or would lose digits"),
    RENAMES_TABLE("B01", Kind.BREAKING, "breaks programs that use the old name of the table"),
    RENAMES_COLUMN("B02", Kind.BREAKING, "breaks programs that use the old name of the column"),
    REMOVES("B03", Kind.BREAKING, "breaks programs that use it"),
    CHANGES_VIEW("B04", Kind.BREAKING, "may give other columns or rows than before"),
    REQUIRES_VALUE("B05", Kind.BREAKING, "breaks programs that insert rows without this column"),
    COPIES_ROWS("C01", Kind.COSTLY, "copies all rows of the table");

    /// Why one should look.
    public enum Kind {
        /// Something is lost.
        DESTRUCTIVE,
        /// Whether it works depends on rows.
        DATA_DEPENDENT,
        /// Programs that work now may not work afterwards.
        BREAKING,
        /// It takes time and space in proportion to the rows.
        COSTLY
    }

    private final String code;
    private final Kind kind;
    private final String meaning;

    LintRule(String code, Kind kind, String meaning) {
        this.code = code;
        this.kind = kind;
        this.meaning = meaning;
    }

    /// The permanent code, such as `D01`.
    public String code() {
        return code;
    }

    public Kind kind() {
        return kind;
    }

    /// What the change does, in words that go on after `It`.
    public String meaning() {
        return meaning;
    }
}
