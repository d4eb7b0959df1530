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
        long version;
        try (var open = files.use(file)) {
            version = open.file().read(Transaction::userVersion);
        }
        if (version != branch.head()) {
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
        var made = places.newPath();
        try {
            try (var open = files.use(file)) {
                open.file().copyTo(made);
            }
            try (var copy = SqliteFile.open(made, TenantFiles.UNFINISHED)) {
                bring(copy, head);
                if (!copy.checkpoint()) {
                    throw new TempleException(
                            ErrorCode.DISK_FULL, "A tenant's file cannot be copied: the disk is full.");
                }
            }
            var unused = catalog.write(rows -> {
                if (!isShared(rows, file, branch)) {
                    return List.<Long>of();
                }
                long copy = rows.files().add();
                long users = rows.tenants().swap(branch, file, copy);
                if (rows.branches().swapTemplate(branch, file, copy)) {
                    users++;
                }
                if (users > 0) {
                    places.moveIn(made, copy);
                }
                return rows.files().removeUnused(List.of(copy, file));
            });
            files.retire(unused);
            places.delete(unused);
        } finally {
            TenantFiles.deleteWithLog(made);
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
