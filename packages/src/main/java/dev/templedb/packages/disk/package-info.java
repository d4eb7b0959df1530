/// Writing to disk so that a package appears whole or not at all, under errors, `kill -9` and two writers at once.
///
/// [AtomicFile] is for one file, [AtomicDirectory] for a tree of files. Both work beside their target under a name that
/// begins with
/// [Leftovers#PREFIX], hold a lock as long as they live, and sweep what killed runs have left there.
@NullMarked
package dev.templedb.packages.disk;

import org.jspecify.annotations.NullMarked;
