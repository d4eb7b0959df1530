/// Plain git: `git clone ADDRESS/OWNER/PROJECT.git` of what one may read, over HTTP, read-only.
///
/// A project's packs of frames are turned into packs of git's once, and kept on this machine ([GitPacks]). A whole
/// clone is
/// those packs, one behind the other ([WholeClone]); everything else is JGit's `UploadPack` over a repository that
/// holds
/// exactly what the present state reaches ([ServedRepository]), and its answers are kept for a while ([Answers]). How
/// the
/// server speaks git: `docs/formats/git-http.md`.
///
/// Begin with [GitResource] and [GitServer].
@NullMarked
package dev.templedb.cathedral.git;

import org.jspecify.annotations.NullMarked;
