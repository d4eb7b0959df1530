/// Checked-out directories: what is in them, and working in them as one works with git.
///
/// Start with [Checkouts], which makes them and finds them again; [WorkTree] is one of them, opened for work.
///
/// ```java
/// var checkout = new Checkouts(temple).find(Path.of(""));
/// var status = new WorkTree(temple, checkout).status(Untracked.DIRECTORIES);
/// ```
@NullMarked
package dev.templedb.temple.worktree;

import org.jspecify.annotations.NullMarked;
