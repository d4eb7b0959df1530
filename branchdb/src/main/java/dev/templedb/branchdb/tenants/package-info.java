/// The files of tenants: made, copied on the first write, brought forward to the version of their branch; and the
/// change
/// that all tenants of a branch see at one instant.
///
/// [TenantStore] reads and writes single tenants; [SchemaChanges] changes a branch. What is true is said by the
/// catalogue;
/// a file that is behind it is brought forward before anybody sees it.
@NullMarked
package dev.templedb.branchdb.tenants;

import org.jspecify.annotations.NullMarked;
