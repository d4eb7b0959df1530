package dev.templedb.temple.checkout;

import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.packages.disk.AtomicDirectory;
import dev.templedb.packages.disk.Existing;
import dev.templedb.temple.Temple;
import dev.templedb.temple.history.RefResolver;
import dev.templedb.temple.objects.StoredObjects;
import java.nio.file.Path;

/// Writes the tree of any branch, tag or commit to a directory.
///
/// The files have exactly the bytes, the executable bits and the names that git gives them when it checks out: line
/// ends
/// and `$Id$` are as the tree's `.gitattributes` say, filters are not run. Their time is now, as in a fresh clone. A
/// submodule is an empty directory.
public final class ProjectCheckout {
    private final Temple temple;

    public ProjectCheckout(Temple temple) {
        this.temple = temple;
    }

    /// Writes the tree that `ref` leads to.
    ///
    /// The directory appears whole and on the disk, or not at all: it is written beside `target` under a temporary
    /// name. What a
    /// killed run has left there is removed by the next. Memory does not grow with the size of the files.
    ///
    /// @param target a directory that does not exist, in one that does, or an empty one; it takes on the
    /// permissions of the empty one,
    ///               which is replaced, so that a shell whose working directory it was must enter it anew
    /// @throws TempleException `TARGET_NOT_EMPTY`; `TARGET_UNWRITABLE`; `DISK_FULL`; `PATH_NOT_PORTABLE`, with the
    /// names that the
    ///         file system cannot hold; and as [RefResolver#resolve]
    public CheckoutReport run(long project, String ref, Path target, Progress progress) {
        return temple.file().read(tx -> {
            try (var objects = new StoredObjects(tx)) {
                var resolved = new RefResolver(tx, project, objects).resolve(ref);
                var tree = resolved.requireTree();
                try (var directory = AtomicDirectory.begin(target, Existing.REPLACE_EMPTY)) {
                    var written = new TreeWriter(tx, objects, target).write(tree, directory.path(), progress);
                    directory.commit();
                    return new CheckoutReport(resolved, target, written.summary());
                }
            }
        });
    }
}
