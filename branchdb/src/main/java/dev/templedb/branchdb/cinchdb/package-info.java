/// Imports the directory of a CinchDB project: databases, branches, tenants, rows, keys, and the list of changes.
///
/// The source is only read, through copies that SQLite makes, and nothing in it is believed: names are checked before
/// they become paths, sizes and times are bounded, and what the catalogue says is compared with what the files have.
/// Start
/// with [CinchImport].
@NullMarked
package dev.templedb.branchdb.cinchdb;

import org.jspecify.annotations.NullMarked;
