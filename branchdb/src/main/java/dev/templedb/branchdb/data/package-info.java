/// Rows of tenants: SQL that people write, and tables with values that are checked and converted by declared type.
///
/// [TenantData] is what can be done in one transaction; [DataTable] reads and writes one table, in a transaction of its
/// own
/// each time or in one that goes on. Names are looked up in the schema before any SQL is made, and values are always
/// bound.
@NullMarked
package dev.templedb.branchdb.data;

import org.jspecify.annotations.NullMarked;
