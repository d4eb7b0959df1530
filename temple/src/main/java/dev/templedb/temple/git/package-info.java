/// Git repositories: reading them through JGit.
///
/// [GitRepository] is an object source; [GitSnapshot] is everything that its refs say at one moment.
@NullMarked
package dev.templedb.temple.git;

import org.jspecify.annotations.NullMarked;
