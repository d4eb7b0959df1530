/// Who wrote each line of a file, as `git blame` says it.
///
/// Start with [Blame].
///
/// ```java
/// var lines = new Blame(temple).lines(project.id(), "HEAD", FilePath.of("README.md"), LineRange.ALL);
/// ```
@NullMarked
package dev.templedb.temple.blame;

import org.jspecify.annotations.NullMarked;
