/// Branchable, multi-tenant databases on SQLite: the engine for the databases that a project owns.
///
/// A *database* is a named schema with branches; a *branch* is an isolated copy of its schema and of its tenants; a
/// *tenant* is one SQLite file with the schema of its branch. How the parts fit together is in
/// `docs/design/branchdb.md`.
@NullMarked
package dev.templedb.branchdb;

import org.jspecify.annotations.NullMarked;
