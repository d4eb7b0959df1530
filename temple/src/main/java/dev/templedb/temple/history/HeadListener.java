package dev.templedb.temple.history;

import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.objects.StoredObjects;

/// A feature that derives something from the tree that `HEAD` names, and keeps it in step.
///
/// Implementations are public, have a public constructor without parameters and no state of their own, and are listed
/// in
/// `META-INF/services/dev.templedb.temple.history.HeadListener`. [HeadFiles] calls them wherever files come in: import,
/// sync, packages, commits.
public interface HeadListener {
    /// Says what is different, inside the transaction that moves `HEAD`, once the table `files` is in step and the
    /// objects
    /// can be read. Should cost what changed. Nothing that a file holds is a reason to fail: that would refuse the
    /// import.
    void headMoved(Transaction tx, long project, HeadChange change, StoredObjects objects);
}
