/// One SQLite file: opening it safely, migrating it, and reading and writing it in transactions.
///
/// PRAGMAs, connections and `java.sql` live here and nowhere else, except in
/// classes that are called `Sqlite…`. This package knows no table of its own but
/// `schema_migrations`; what a temple or a branch keeps in its file belongs to
/// the module that owns the file.
///
/// Start with [SqliteFile], then [Transaction] and [Migrations]. SQL that a
/// person typed is run by [ReadOnlyQuery].
@NullMarked
package dev.templedb.sqlite;

import org.jspecify.annotations.NullMarked;
