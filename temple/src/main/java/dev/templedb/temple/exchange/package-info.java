/// Packages and projects: [PackageExport] writes a project as a package, [PackageImport] takes one in, [PackageDiff]
/// compares.
///
/// The layouts and their checks are in `packages`; here is what they need of a temple.
@NullMarked
package dev.templedb.temple.exchange;

import org.jspecify.annotations.NullMarked;
