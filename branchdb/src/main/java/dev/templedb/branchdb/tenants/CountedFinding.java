package dev.templedb.branchdb.tenants;

import dev.templedb.branchdb.changes.Finding;

/// What a review points out, and how much of what is there it concerns.
///
/// @param rows    rows or values in all tenants together: those that are touched, or, where something depends on rows,
/// those that are
///                in the way
/// @param tenants how many tenants have such rows
public record CountedFinding(Finding finding, long rows, int tenants) {}
