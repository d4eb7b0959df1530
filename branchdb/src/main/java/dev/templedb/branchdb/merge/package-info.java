/// Three-way merges of schemas.
///
/// Two models that come from one base are joined into a third. What one side changed and the other did not is taken;
/// the
/// same change on both sides is one change; everything else is a [MergeConflict], which a [Resolution] decides: ours,
/// theirs,
/// or a form given by hand. Tables and columns are followed by their identity, so a rename on one side meets what the
/// other
/// side did to the same thing under its old name.
///
/// Start with [SchemaMerge].
@NullMarked
package dev.templedb.branchdb.merge;

import org.jspecify.annotations.NullMarked;
