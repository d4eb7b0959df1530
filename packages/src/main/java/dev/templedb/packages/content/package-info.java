/// A package as its two sides see it, whatever its layout: [PackageSource] is what a writer is given, [OpenPackage] is
/// what a
/// reader gives.
///
/// The layouts are in `dev.templedb.packages.file` (one `.cathedral` file) and `dev.templedb.packages.directory` (the
/// directory
/// of format 1.0.0, and its tars). `dev.templedb.packages.Packages` opens any of them by looking at the content.
@NullMarked
package dev.templedb.packages.content;

import org.jspecify.annotations.NullMarked;
