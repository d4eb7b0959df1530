package dev.templedb.temple.worktree;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.projects.KeptFiles;
import dev.templedb.temple.projects.Projects;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Throws away what was changed in a directory, and puts it back.
final class Restoring {
    private final Temple temple;
    private final Session session;
    private final Checkout checkout;
    private final TrackedFiles tracked;
    private final WorkFiles files;

    Restoring(Session session) {
        this.temple = session.temple();
        this.session = session;
        this.checkout = session.checkout();
        this.tracked = session.tracked();
        this.files = WorkFiles.of(temple, checkout, tracked);
    }

    /// Gives an unfinished merge or revert up.
    WorkTree.Restored abort() {
        var unfinished = temple.file()
                .read(tx -> new SqliteCheckoutStore(tx).unfinished(checkout.id()))
                .orElseThrow(() ->
                        new TempleException(ErrorCode.NOTHING_UNFINISHED, "No merge or revert is under way here."));
        var conflicts = temple.file().read(tx -> new SqliteCheckoutStore(tx).conflicts(checkout.id()));
        var paths = new java.util.TreeSet<String>();
        conflicts.forEach(conflict -> paths.add(RawPath.of(conflict.path())));
        tracked.all().stream().filter(TrackedFile::isStaged).forEach(file -> paths.add(file.path()));
        var written = temple.file().read(tx -> new SqliteCheckoutStore(tx).mergeWritten(checkout.id()));
        var back = new GoingBack(files, tracked, written);
        paths.forEach(back::plan);
        Obstacles.refuse(files, back.writes());
        temple.file().write(tx -> {
            new Staging(session, tracked, files).keep(tx, back.contents());
            save(
                    tx,
                    unfinished.kind() == Unfinished.Kind.MERGE ? "vcs merge --abort" : "vcs revert --abort",
                    back.saved());
            var store = new SqliteCheckoutStore(tx);
            store.setTracked(checkout.id(), tracked);
            store.resolveAll(checkout.id());
            store.setUnfinished(checkout.id(), null);
            store.addWrites(checkout.id(), back.writes());
            return true;
        });
        new WorkWriter(temple, checkout).finish(false);
        return new WorkTree.Restored(back.writes().size(), back.saved().size());
    }

    /// Makes files again what is staged, or what the commit has.
    WorkTree.Restored restore(List<FilePath> paths) {
        var look = WorkLook.at(files, tracked, Untracked.NONE);
        var staging = new Staging(session, tracked, files);
        staging.requireTracked(
                paths,
                ", so nobody knows what it was before: it stays as it is. To be rid of it, delete it; to keep it,"
                        + " `templedb vcs add` it.");
        var writes = new ArrayList<PlannedWrite>();
        var saved = new ArrayList<Saves.Saved>();
        var contents = new ArrayList<Staging.New>();
        for (var found : look.changed().values()) {
            var path = found.file().path();
            if (Staging.isIn(path, paths)) {
                writes.add(new PlannedWrite(
                        path,
                        found.mode(),
                        found.blob(),
                        new PlannedWrite.Before(files.conversion(path), null),
                        found.file().mode(),
                        found.file().blob(),
                        PlannedWrite.How.AS_DISK));
                if (found.blob() != null && found.stat() != null) {
                    var exact = files.exact(path, found.stat());
                    saved.add(new Saves.Saved(path, found.mode(), exact.id()));
                    contents.add(new Staging.New(path, found.stat(), exact));
                }
                tracked.put(found.file().withStat(null));
            }
        }
        Obstacles.refuse(files, writes);
        temple.file().write(tx -> {
            staging.keep(tx, contents);
            save(tx, "vcs restore", saved);
            new SqliteCheckoutStore(tx).setTracked(checkout.id(), tracked);
            WorkWriter.plan(tx, checkout, writes);
            return true;
        });
        new WorkWriter(temple, checkout).finish(false);
        return new WorkTree.Restored(writes.size(), saved.size());
    }

    /// Keeps what is thrown away, and remembers that it can be undone.
    private void save(Transaction tx, String command, List<Saves.Saved> saved) {
        if (saved.isEmpty()) {
            return;
        }
        long number = Saves.add(tx, checkout.id(), now(), saved);
        var project = new Projects(temple).require(tx, checkout.project());
        new Audit(temple)
                .record(tx, command, project.slug().text(), Json.Obj.empty().with("files", saved.size()));
        var first = RawPath.path(saved.getFirst().path()).toString();
        new Projects(temple)
                .removed()
                .recordFiles(
                        tx,
                        project,
                        command,
                        saved.size() == 1 ? first : "%s and %d more".formatted(first, saved.size() - 1),
                        new KeptFiles(checkout.id(), number));
    }

    /// Puts back what was thrown away.
    ///
    /// @param save which time; empty: the last one
    /// @return how many files were written
    int bringBack(Optional<Long> save) {
        var look = WorkLook.at(files, tracked, Untracked.NONE);
        long last = save.orElseGet(() -> temple.file().read(tx -> Saves.last(tx, checkout.id())));
        var saved = temple.file().read(tx -> Saves.read(tx, checkout.id(), last));
        if (saved.isEmpty()) {
            throw new TempleException(ErrorCode.NOTHING_TO_UNDO, "Nothing was thrown away in this directory lately.");
        }
        var inTheWay = new ArrayList<String>();
        var writes = new ArrayList<PlannedWrite>();
        for (var file : saved) {
            var known = tracked.get(file.path());
            if (known == null || !known.isPresent()) {
                if (java.nio.file.Files.exists(
                        RawPath.resolve(checkout.directory(), file.path()), java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
                    inTheWay.add(file.path());
                } else {
                    writes.add(exact(file, 0, null, PlannedWrite.Before.UNKNOWN));
                }
            } else if (look.at(file.path()).isPresent()) {
                inTheWay.add(file.path());
            } else {
                writes.add(exact(
                        file,
                        known.mode(),
                        known.blob(),
                        new PlannedWrite.Before(files.conversion(file.path()), known.stat())));
            }
        }
        Switching.refuseLoss(inTheWay);
        Obstacles.refuse(files, writes);
        temple.file().write(tx -> {
            WorkWriter.plan(tx, checkout, writes);
            return true;
        });
        new WorkWriter(temple, checkout).finish(false);
        temple.file().write(tx -> {
            Saves.forget(tx, checkout.id(), last);
            new Audit(temple)
                    .record(
                            tx,
                            "vcs restore --undo",
                            checkout.slug(),
                            Json.Obj.empty().with("files", writes.size()));
            new Projects(temple).removed().forgetFiles(tx, checkout.project(), new KeptFiles(checkout.id(), last));
            return true;
        });
        return writes.size();
    }

    private static PlannedWrite exact(
            Saves.Saved file, int mode, dev.templedb.core.@Nullable GitId blob, PlannedWrite.Before before) {
        return new PlannedWrite(file.path(), mode, blob, before, file.mode(), file.blob(), PlannedWrite.How.EXACT);
    }

    private java.time.Instant now() {
        return temple.clock().instant().truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
    }
}
