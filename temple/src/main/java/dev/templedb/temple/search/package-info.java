/// Searching the contents of files: of what `HEAD` names in all projects, and of every earlier version.
///
/// The [index][dev.templedb.temple.textindex.TextIndex] names the files that may have what is sought; whether they do
/// is
/// seen in their bytes. Start with [CodeSearch].
@NullMarked
package dev.templedb.temple.search;

import org.jspecify.annotations.NullMarked;
