package dev.templedb.sqlite;

/// A column of a result.
///
/// @param name what the statement calls it; names may repeat
/// @param type the declared type of the column of a table that it comes from, whatever it is called on the way through
///             views, joins and sub-queries; empty for what is computed
public record ResultColumn(String name, String type) {}
