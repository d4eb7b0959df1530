package dev.templedb.branchdb.rows;

/// A row that a merge would make, and that the schema does not take.
///
/// @param key    the primary key, as a JSON array
/// @param reason a sentence
public record RowViolation(String tenant, String table, String key, String reason) {}
