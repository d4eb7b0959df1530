/// The schema of a database as a model: what is compared, merged, hashed, and written as SQL.
///
/// A model is read from a SQLite file ([SchemaReader]) or from its JSON, and says everything about tables, columns,
/// keys, checks, foreign keys, indexes, views and triggers that SQLite knows. Records are immutable and have one form
/// for one meaning: what has no order in SQLite is sorted here. Expressions and the texts of views and triggers are
/// kept
/// as they were written.
///
/// Names that begin with `__` or `sqlite_` belong to the engine and are not in a model. How a schema is *changed* is
/// not here, but in `changes`.
///
/// Start with [Schema], then [Table].
@NullMarked
package dev.templedb.branchdb.schema;

import org.jspecify.annotations.NullMarked;
