/// Packs of git's, made of frames: for an export, and for whoever clones from a registry with plain git.
///
/// Begin with [PackEntries], which turns a frame into entries, and [GitPackFile], which they are appended to.
@NullMarked
package dev.templedb.packages.gitpack;

import org.jspecify.annotations.NullMarked;
