package dev.templedb.temple.worktree;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.TempleException;
import dev.templedb.temple.history.FileChange;
import dev.templedb.temple.history.SqliteCommitStore;
import dev.templedb.temple.history.TreeChanges;
import dev.templedb.temple.objects.StoredObjects;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Brings a directory from one commit to another and carries along what was changed in it, or refuses before anything
/// is
/// touched.
final class Switching {
    private static final int SHOWN = 10;

    private final Session session;
    private final Checkout checkout;
    private final TrackedFiles tracked;
    private final WorkLook look;
    private final WorkFiles files;
    private final List<PlannedWrite> writes = new ArrayList<>();
    private final List<String> inTheWay = new ArrayList<>();
    private final Set<String> removed = new HashSet<>();

    Switching(Session session) {
        this.session = session;
        this.checkout = session.checkout();
        this.tracked = session.tracked();
        this.files = WorkFiles.of(session.temple(), checkout, tracked).prepare();
        this.look = WorkLook.at(files, tracked, Untracked.NONE);
    }

    /// Goes to `target`, as [#plan] has planned it.
    ///
    /// @param branch the branch that commits move from now on
    /// @return how many files were written or deleted
    int go(Optional<String> branch, GitId target) {
        session.temple().file().write(tx -> {
            var store = new SqliteCheckoutStore(tx);
            store.setHead(checkout.id(), branch, Optional.of(target));
            store.setTracked(checkout.id(), tracked);
            store.addWrites(checkout.id(), writes);
            return true;
        });
        new WorkWriter(session.temple(), checkout).finish(false);
        return writes.size();
    }

    List<PlannedWrite> writes() {
        return writes;
    }

    TrackedFiles tracked() {
        return tracked;
    }

    /// Finds out what must be written, and whether it may.
    ///
    /// @throws TempleException with `WORK_IN_THE_WAY` and the names of the files that would be lost
    void plan(GitId target) {
        List<FileChange> changes = session.temple().file().read(tx -> {
            try (var stored = new StoredObjects(tx)) {
                var trees = new SqliteCommitStore(tx, checkout.project());
                return TreeChanges.between(
                        stored,
                        checkout.base().flatMap(trees::tree),
                        trees.tree(target).orElseThrow(() -> StoredObjects.missing(target)));
            }
        });
        planChanges(changes);
    }

    /// Finds out what must be written for some changes against the directory's commit, and whether it may.
    ///
    /// @throws TempleException with `WORK_IN_THE_WAY` and the names of the files that would be lost
    void planChanges(List<FileChange> changes) {
        changes.stream()
                .filter(change -> change.newMode() == 0)
                .forEach(change -> removed.add(RawPath.of(change.path())));
        changes.forEach(this::plan);
        refuseLoss(inTheWay);
    }

    static void refuseLoss(List<String> inTheWay) {
        if (inTheWay.isEmpty()) {
            return;
        }
        var shown = String.join(
                ", ",
                inTheWay.stream()
                        .sorted()
                        .limit(SHOWN)
                        .map(path -> RawPath.path(path).toString())
                        .toList());
        throw new TempleException(
                ErrorCode.WORK_IN_THE_WAY,
                "Changes to these files would be lost: %s%s."
                        .formatted(
                                shown,
                                inTheWay.size() > SHOWN ? " and %d more".formatted(inTheWay.size() - SHOWN) : ""));
    }

    private void plan(FileChange change) {
        var path = RawPath.of(change.path());
        @Nullable GitId blob = change.newBlob().orElse(null);
        var known = tracked.get(path);
        var file = known == null ? new TrackedFile(path, 0, null, 0, null, null) : known;
        if (isSame(file.mode(), file.blob(), change.newMode(), blob)) {
            tracked.put(new TrackedFile(path, change.newMode(), blob, change.newMode(), blob, file.stat()));
            return;
        }
        if (file.isStaged()) {
            inTheWay.add(path);
            return;
        }
        if (!isOnDisk(path, file, change.newMode(), blob)) {
            if (!isReplaceable(path, file)) {
                inTheWay.add(path);
                return;
            }
            writes.add(new PlannedWrite(
                    path,
                    file.mode(),
                    file.blob(),
                    file.isPresent()
                            ? new PlannedWrite.Before(files.conversion(path), file.stat())
                            : PlannedWrite.Before.UNKNOWN,
                    change.newMode(),
                    blob,
                    PlannedWrite.How.AS_TREE));
        }
        tracked.put(new TrackedFile(path, change.newMode(), blob, change.newMode(), blob, null));
    }

    private static boolean isSame(int mode, @Nullable GitId blob, int otherMode, @Nullable GitId otherBlob) {
        return Objects.equals(blob, otherBlob)
                && (mode == 0 || otherMode == 0
                        ? mode == otherMode
                        : TrackedFile.kind(mode) == TrackedFile.kind(otherMode));
    }

    /// Whether the disk already has what is wanted, because somebody made the same change.
    private boolean isOnDisk(String path, TrackedFile file, int mode, @Nullable GitId blob) {
        var found = look.at(path);
        if (found.isPresent()) {
            return isSame(found.get().mode(), found.get().blob(), mode, blob);
        }
        if (file.isPresent() || mode == 0) {
            return false;
        }
        var stat = files.stat(path);
        return stat != null
                && blob != null
                && stat.isContent()
                && TrackedFile.kind(mode) == stat.kind()
                && files.as(path, stat, blob).isPresent();
    }

    /// Whether nothing is lost when the file is replaced: it is what the commit has, or there is nothing.
    private boolean isReplaceable(String path, TrackedFile file) {
        var found = look.at(path);
        if (file.isPresent()) {
            return found.isEmpty() || found.get().mode() == 0 && isFree(path);
        }
        return isFree(path);
    }

    /// Whether nothing lies at `path` but what this switch takes away.
    private boolean isFree(String path) {
        for (var above = RawPath.parent(path); !above.isEmpty(); above = RawPath.parent(above)) {
            var stat = files.statOnly(above);
            if (stat != null && !stat.isDirectory()) {
                return isTakenAway(above);
            }
        }
        var stat = files.statOnly(path);
        return stat == null || stat.isDirectory() && files.holdsOnly(path, this::isTakenAway);
    }

    private boolean isTakenAway(String path) {
        return removed.contains(path) && look.at(path).isEmpty();
    }
}
