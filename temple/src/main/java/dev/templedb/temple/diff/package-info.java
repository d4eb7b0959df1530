/// What differs between two sides, file by file and line by line: renames, hunks, patches that `git apply` takes.
///
/// Works on objects from any source by their ids and knows no temple.
///
/// ```java
/// var files = new RenameFinder(contents).find(differences);
/// files.forEach(file -> new PatchWriter(contents, 3).write(file, out));
/// ```
@NullMarked
package dev.templedb.temple.diff;

import org.jspecify.annotations.NullMarked;
