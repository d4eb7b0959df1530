/// Commands that work in checked-out directories, on branches and on tags.
@NullMarked
package dev.templedb.cli.worktree;

import org.jspecify.annotations.NullMarked;
