/// The directory layout of a package, format 1.0.0, which the Python TempleDB reads and writes too, and its tars.
///
/// [DirectoryPackageWriter] writes the directory or the `.tar.zst`; [DirectoryPackageReader] and [TarPackageReader]
/// read
/// ours, which carry a state and all objects, and those of the Python tool, for which a history of one commit is made.
/// The format is specified in `docs/formats/cathedral-package.md`, "Directory layout".
@NullMarked
package dev.templedb.packages.directory;

import org.jspecify.annotations.NullMarked;
