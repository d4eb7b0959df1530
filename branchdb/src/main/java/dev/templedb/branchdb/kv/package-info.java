/// Keys and values of a tenant, beside its tables.
///
/// A *value* keeps its type and every digit of it; a *key* may expire. They are rows of `__kv`, a table that the engine
/// makes in a tenant's file when something is first kept there. It is not part of the schema: keys go where the
/// tenant's
/// file goes, into copies and new branches, and merges leave those of the target as they are.
///
/// Start with [KeyValues] and [Value].
@NullMarked
package dev.templedb.branchdb.kv;

import org.jspecify.annotations.NullMarked;
