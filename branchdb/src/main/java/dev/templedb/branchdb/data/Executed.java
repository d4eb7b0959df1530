package dev.templedb.branchdb.data;

/// What a statement that changes rows did.
///
/// @param changed  how many rows it inserted, updated or deleted itself, those that triggers and references took with
/// them
///                 apart
/// @param returned what its RETURNING gave; nothing without one
public record Executed(long changed, QueryResult returned) {}
