/// Git repositories: reading them through JGit, and writing them.
///
/// [GitRepository] is an object source; [GitSnapshot] is everything that its refs say at one moment.
/// [GitExport] writes a project as a repository: `new GitExport(temple).run(project.id(), target, bare, progress)`.
@NullMarked
package dev.templedb.temple.git;

import org.jspecify.annotations.NullMarked;
