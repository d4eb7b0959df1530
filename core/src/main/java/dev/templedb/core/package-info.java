/// The words every other module speaks: identifiers, names, hashes and errors.
///
/// Nothing here opens a file, a socket or a database, and nothing here
/// depends on another TempleDB package. A type belongs in `core` when at
/// least two modules must agree on its meaning.
///
/// Start with [Slug], then [Sha256], [GitId] and [ErrorCode].
/// The meaning of each word is in `docs/glossary.md`.
@NullMarked
package dev.templedb.core;

import org.jspecify.annotations.NullMarked;
