/// What databases, branches, tenants, tables and columns may be called.
///
/// One rule for every way in: a name that passes is safe in a path, in an address and, quoted, in SQL.
///
/// Start with [NameKind].
@NullMarked
package dev.templedb.branchdb.names;

import org.jspecify.annotations.NullMarked;
