/// Where projects lie on this machine: what their working directories are like, and running commands in many of them.
///
/// Start with [WorkingDirectories] and [ProjectExec].
@NullMarked
package dev.templedb.temple.directories;

import org.jspecify.annotations.NullMarked;
