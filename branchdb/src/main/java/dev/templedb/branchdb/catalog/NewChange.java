package dev.templedb.branchdb.catalog;

import java.util.Optional;

/// A change that is to be listed.
///
/// @param kind    such as `add_column`
/// @param details what is done, as JSON
/// @param sql     what SQLite is told
/// @param origin  the branch that it is merged from
public record NewChange(String kind, String details, String sql, Optional<String> origin) {}
