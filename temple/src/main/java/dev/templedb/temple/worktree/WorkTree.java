package dev.templedb.temple.worktree;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.diff.FileDifference;
import dev.templedb.temple.diff.RenameFinder;
import dev.templedb.temple.history.SqliteRefStore;
import dev.templedb.temple.objects.LayeredSource;
import dev.templedb.temple.objects.StoredObjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A checked-out directory at work. One command at a time holds it; looking at it takes no lock.
public final class WorkTree {
    private final Temple temple;
    private final Checkout checkout;

    /// Work in `checkout`, as [Checkouts#find] gave it.
    public WorkTree(Temple temple, Checkout checkout) {
        this.temple = temple;
        this.checkout = checkout;
    }

    /// Which directory this is, as it was when the command began.
    public Checkout checkout() {
        return checkout;
    }

    /// What was changed. Costs a look at every name in the directory; only files that look different are read.
    public WorkStatus status(Untracked untracked) {
        record Recorded(
                TrackedFiles tracked,
                long rev,
                Optional<dev.templedb.core.GitId> tip,
                List<Conflict> conflicts,
                Optional<Unfinished> unfinished) {}
        var recorded = temple.file().read(tx -> {
            var store = new SqliteCheckoutStore(tx);
            return new Recorded(
                    store.tracked(checkout.id()),
                    store.rev(checkout.id()),
                    checkout.branch().flatMap(ref -> new SqliteRefStore(tx, checkout.project()).commit(ref)),
                    store.conflicts(checkout.id()),
                    store.unfinished(checkout.id()));
        });
        var look = WorkLook.at(checkout.directory(), recorded.tracked(), untracked);
        keep(look, recorded.tracked(), recorded.rev());
        var conflicted = recorded.conflicts().stream()
                .map(conflict -> RawPath.of(conflict.path()))
                .collect(java.util.stream.Collectors.toSet());
        return new WorkStatus(
                checkout,
                recorded.tip(),
                staged(recorded.tracked().all().stream()
                        .filter(TrackedFile::isStaged)
                        .filter(file -> !conflicted.contains(file.path()))
                        .toList()),
                look.changed().values().stream()
                        .filter(found -> !conflicted.contains(found.file().path()))
                        .map(WorkTree::unstaged)
                        .toList(),
                look.untracked().stream()
                        .filter(path -> !conflicted.contains(path))
                        .map(RawPath::path)
                        .toList(),
                recorded.conflicts(),
                recorded.unfinished());
    }

    static FileDifference unstaged(WorkLook.Found found) {
        return FileDifference.at(
                RawPath.path(found.file().path()),
                found.file().mode(),
                Optional.ofNullable(found.file().blob()),
                found.mode(),
                Optional.ofNullable(found.blob()));
    }

    static FileDifference staged(TrackedFile file) {
        return FileDifference.at(
                RawPath.path(file.path()),
                file.baseMode(),
                Optional.ofNullable(file.baseBlob()),
                file.mode(),
                Optional.ofNullable(file.blob()));
    }

    private List<FileDifference> staged(List<TrackedFile> files) {
        var differences = new ArrayList<FileDifference>();
        files.forEach(file -> differences.add(staged(file)));
        differences.sort(FileDifference.BY_PATH);
        var kinds = differences.stream().map(FileDifference::kind).toList();
        if (!kinds.contains(FileDifference.Kind.ADDED) || !kinds.contains(FileDifference.Kind.DELETED)) {
            return differences;
        }
        return temple.file().read(tx -> {
            try (var objects = new StoredObjects(tx)) {
                return new RenameFinder(contents(tx, objects)).find(differences);
            }
        });
    }

    /// Everything that the temple has, what is staged here among it.
    LayeredSource contents(Transaction tx, StoredObjects objects) {
        return new LayeredSource(objects::has, objects, new SqliteContentStore(tx, checkout.id()));
    }

    /// Keeps what a look has learned. It saves time and nothing else, so whoever may not write goes without.
    private void keep(WorkLook look, TrackedFiles tracked, long rev) {
        if (!look.refreshed()) {
            return;
        }
        try {
            temple.file().write(tx -> {
                var store = new SqliteCheckoutStore(tx);
                var isCurrent = store.rev(checkout.id()) == rev;
                if (isCurrent) {
                    store.setTracked(checkout.id(), tracked);
                }
                return isCurrent;
            });
        } catch (TempleException notNow) {
            if (notNow.code() != ErrorCode.TEMPLE_BUSY && notNow.code() != ErrorCode.TEMPLE_UNWRITABLE) {
                throw notNow;
            }
        }
    }
}
