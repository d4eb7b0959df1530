package dev.templedb.branchdb.tenants;

import dev.templedb.branchdb.catalog.BranchRow;
import dev.templedb.branchdb.catalog.Catalog;
import dev.templedb.branchdb.catalog.Remembered;
import dev.templedb.branchdb.catalog.Rows;
import dev.templedb.branchdb.catalog.TenantRow;
import dev.templedb.branchdb.changes.SchemaPlan;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.SqliteFile;
import dev.templedb.sqlite.Transaction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Brings files to the version of their branch: the missing steps, in one transaction of the file. Thread-safe; several
/// processes may do the same at once.
///
/// A file that a branch at another version uses, too, is copied first, and all tenants of this branch that have it get
/// the copy.
final class Forwarding {
    private static final int AT_ONCE = 100;

    /// From one version to another.
    private record Way(long from, long to) {}

    private final Catalog catalog;
    private final TenantFiles places;
    private final OpenFiles files;
    private final Remembered<Way, List<SchemaPlan>> ways = new Remembered<>();

    Forwarding(Catalog catalog, TenantFiles places, OpenFiles files) {
        this.catalog = catalog;
        this.places = places;
        this.files = files;
    }

    /// Brings `file`, which `branch` uses, to `head`, which is or was the version of the branch.
    void bring(long file, long branch, long head) {
        if (catalog.read(rows -> isShared(rows, file, branch))) {
            bringCopy(file, branch, head);
        } else {
            bringInPlace(file, head);
        }
    }

    /// Brings `file` to the version of `branch`, when it is not there.
    void bringIfBehind(long file, BranchRow branch) {
        if (version(file) != branch.head()) {
            bring(file, branch.id(), branch.head());
        }
    }

    /// Whether a branch at another version uses `file`, too.
    static boolean isShared(Rows rows, long file, long branch) {
        return rows.tenants().sharesWithOtherVersions(file, branch)
                || rows.branches().sharesTemplate(branch, file);
    }

    private void bringInPlace(long file, long head) {
        try (var open = files.use(file)) {
            if (open.version() != head) {
                bring(open.file(), head);
                open.hasVersion(head);
            }
        }
    }

    private void bring(SqliteFile file, long head) {
        file.writeSchema(tx -> {
            bring(tx, head);
            return true;
        });
    }

    /// Runs the steps that the file of `tx` lacks; none when it is at `head` or beyond it.
    void bring(Transaction tx, long head) {
        long found = tx.userVersion();
        if (found == head) {
            return;
        }
        if (found > head) {
            // Another has brought it further, to a version that follows on this one; else it is not ours.
            way(head, found);
            return;
        }
        way(found, head).forEach(plan -> plan.run(tx));
        tx.setUserVersion(Math.toIntExact(head));
    }

    private List<SchemaPlan> way(long from, long to) {
        return ways.get(
                new Way(from, to),
                way -> catalog.read(rows -> rows.versions().way(from, to)).stream()
                        .map(version ->
                                CatalogJson.readPlan(catalog.version(version).steps()))
                        .toList());
    }

    private void bringCopy(long file, long branch, long head) {
        try (var copy = copy(file, head)) {
            var unused = swap(copy, branch);
            files.retire(unused);
            places.delete(unused);
        }
    }

    /// A copy of a file that was at the version `before`, brought to `after`, which nobody has yet.
    record Copy(long file, long before, long after, Path made) implements AutoCloseable {
        @Override
        public void close() {
            TenantFiles.deleteWithLog(made);
        }
    }

    Copy copy(long file, long head) {
        var made = places.newPath();
        try {
            try (var open = files.use(file)) {
                open.file().copyTo(made);
            }
            try (var copy = SqliteFile.open(made, TenantFiles.UNFINISHED)) {
                long before = copy.writeSchema(tx -> {
                    long found = tx.userVersion();
                    bring(tx, head);
                    return found;
                });
                if (!copy.checkpoint()) {
                    throw new TempleException(
                            ErrorCode.DISK_FULL, "A tenant's file cannot be copied: the disk is full.");
                }
                return new Copy(file, before, head, made);
            }
        } catch (RuntimeException e) {
            TenantFiles.deleteWithLog(made);
            throw e;
        }
    }

    /// Gives the tenants of `branch` the copy in the place of the file that they share, if they still do.
    ///
    /// No gate keeps writers out. Nobody writes to a shared file, but it may have become the branch's own
    /// meanwhile,
    /// been written to, and be shared again. Whoever writes to it brings it forward first, so one that was behind
    /// and
    /// still is, is as it was when it was copied.
    ///
    /// @return the numbers of files that nobody uses any more
    List<Long> swap(Copy copy, long branch) {
        return catalog.write(rows -> {
            if (!isShared(rows, copy.file(), branch) || !isBehindAsCopied(copy)) {
                return List.<Long>of();
            }
            long number = rows.files().add();
            long users = rows.tenants().swap(branch, copy.file(), number);
            if (rows.branches().swapTemplate(branch, copy.file(), number)) {
                users++;
            }
            if (users > 0) {
                places.moveIn(copy.made(), number);
            }
            return rows.files().removeUnused(List.of(number, copy.file()));
        });
    }

    private boolean isBehindAsCopied(Copy copy) {
        return copy.before() < copy.after() && version(copy.file()) == copy.before();
    }

    private long version(long file) {
        try (var open = files.use(file)) {
            return open.file().read(Transaction::userVersion);
        }
    }

    /// As [#bringAll], for whoever is waited for: at most a hundred files. The change is true for all of them
    /// either way,
    /// and each of the others is brought by whoever uses it next, in some milliseconds.
    Brought bringSome(BranchRow branch) {
        return bring(branch, AT_ONCE);
    }

    /// Brings the files of a branch to its version, as far as no branch at another version uses them: those are
    /// copied when they are next used, and not before.
    ///
    /// @return how many files are at the version of the branch now, and how many are not because they failed
    Brought bringAll(BranchRow branch) {
        return bring(branch, Integer.MAX_VALUE);
    }

    private Brought bring(BranchRow branch, int most) {
        var own = catalog.read(rows -> rows.files().listOwn(branch.id()));
        // Those tried last first: they may still be open.
        var now = own.reversed().subList(0, Math.min(most, own.size()));
        var failed = Parallel.forEachThatCan(now, file -> bringInPlace(file, branch.head()));
        if (failed.isEmpty() && now.size() == own.size()) {
            catalog.note(rows -> {
                rows.branches().catchUp(branch.id(), branch.head());
                return true;
            });
        }
        return new Brought(now.size() - failed.size(), failed.size());
    }

    /// How it went.
    record Brought(int files, int failed) {}

    /// The files of a branch, in order, with the tenants that have each; the template has none.
    static Map<Long, List<String>> filesOf(Rows rows, BranchRow branch) {
        var files = new TreeMap<Long, List<String>>();
        files.put(branch.template(), List.of());
        for (TenantRow tenant : rows.tenants().list(branch.id())) {
            if (!tenant.isLazy()) {
                files.computeIfAbsent(tenant.file().getAsLong(), file -> new ArrayList<>())
                        .add(tenant.name());
            }
        }
        return files;
    }
}
