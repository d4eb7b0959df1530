/// Databases as text that travels: written of what the catalogue says, read as something that nobody vouches for, and
/// made
/// anew with a plan of our own.
///
/// The form is described in docs/formats/branchdb-section.md.
@NullMarked
package dev.templedb.branchdb.travel;

import org.jspecify.annotations.NullMarked;
