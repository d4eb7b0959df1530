package dev.templedb.branchdb.data;

/// A column of rows that were read.
///
/// @param name what the statement calls it
/// @param type the declared type of the table's column that it comes from; empty for what is computed
public record DataColumn(String name, String type) {}
