/// Git's objects as bytes: their kinds, their ids, what they refer to, and whether a set of them is whole.
///
/// Commits, trees and annotated tags are kept as the very bytes git has, so that a commit id here *is* the git id.
/// Start with [ObjectKind] and [ObjectHasher]; [ObjectGraph] remembers what refers to what,
/// [CommitText], [TagText] and [TreeEntries] read the three structured kinds.
/// Nothing here knows about compression ([dev.templedb.packages.frames]) or files.
@NullMarked
package dev.templedb.packages.objects;

import org.jspecify.annotations.NullMarked;
