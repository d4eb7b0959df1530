/// Source text that is made from a schema: typed models for Java, Python and TypeScript, and SQL scripts that lead from
/// one schema to another.
///
/// The same schema always gives the same text. Nothing of a schema is trusted: names become identifiers of the
/// language,
/// and all else stands between quotes, escaped. Start with [CodeGenerator] and [MigrationScript].
@NullMarked
package dev.templedb.branchdb.codegen;

import org.jspecify.annotations.NullMarked;
