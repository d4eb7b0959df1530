/// A person's local project database: one SQLite file that holds all their projects.
///
/// [Temple] is the open file. Each feature is a package of its own, with its records, its service and its SQL together:
/// `projects` (the registry), `objects` (content), `history` (commits, refs, files), `git` (reading repositories, and
/// exporting to them), `intake` (import and sync), `checkout`, `exchange` (packages) and `care` (maintenance, undo).
@NullMarked
package dev.templedb.temple;

import org.jspecify.annotations.NullMarked;
