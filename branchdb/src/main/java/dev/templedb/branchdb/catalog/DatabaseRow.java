package dev.templedb.branchdb.catalog;

import java.time.Instant;
import java.util.Optional;

/// A database.
///
/// @param maintenance why writes are refused, when they are
public record DatabaseRow(long id, String name, String description, Optional<String> maintenance, Instant createdAt) {}
