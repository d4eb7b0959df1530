/// What decides: databases, branches, tenants, versions of schemas and changes, in one SQLite file, `catalog.db`.
///
/// A [Catalog] is read and written in transactions of [Rows]. The [Epoch] beside it lets every process see with one
/// look
/// at memory whether anything was committed since it looked last. A [Gate] keeps writers of a branch and changes of
/// its schema apart.
@NullMarked
package dev.templedb.branchdb.catalog;

import org.jspecify.annotations.NullMarked;
