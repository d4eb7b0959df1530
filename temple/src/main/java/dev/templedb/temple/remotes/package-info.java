/// Sharing with others: [Remote] is a place where projects lie, a folder ([FolderRemote]) or a server; [Sharing]
/// pushes, pulls and syncs; [Links] are what projects follow, [SyncConflicts] what waits for a decision; [Remotes]
/// knows
/// the places by name.
///
/// How two sides are joined is `exchange`'s business, and so are packages.
@NullMarked
package dev.templedb.temple.remotes;

import org.jspecify.annotations.NullMarked;
