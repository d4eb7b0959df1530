/// Looking at a temple and at packages from outside: SQL that can only read, commits, files and packages as plain
/// values to
/// print, and requests in the words of the command line.
///
/// Start with [TempleQuery] and [PackageDesk].
@NullMarked
package dev.templedb.temple.query;

import org.jspecify.annotations.NullMarked;
