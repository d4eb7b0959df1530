package dev.templedb.branchdb.schema;

/// What SQLite does when a row breaks a constraint, other than to give up the statement.
public enum Conflict {
    ROLLBACK,
    FAIL,
    IGNORE,
    REPLACE
}
