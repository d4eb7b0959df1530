/// The databases that a project owns: where they lie, and how they travel with it.
///
/// What a database is, nobody here knows: a [dev.templedb.packages.sections.PackageSection] does, which the program
/// brings
/// along. A row of the temple says where the databases of a project are. What moves on to a later state is built in a
/// new
/// directory, inside the transaction that then names it; so whatever happens, a project has the one or the other.
@NullMarked
package dev.templedb.temple.databases;

import org.jspecify.annotations.NullMarked;
