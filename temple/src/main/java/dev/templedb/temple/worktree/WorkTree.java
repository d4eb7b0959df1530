package dev.templedb.temple.worktree;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.temple.Temple;
import dev.templedb.temple.blame.Blame;
import dev.templedb.temple.blame.BlamedLine;
import dev.templedb.temple.blame.LineRange;
import dev.templedb.temple.diff.FileDifference;
import dev.templedb.temple.diff.RenameFinder;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.history.RefResolver;
import dev.templedb.temple.history.SqliteRefStore;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.projects.RemovedProject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// A checked-out directory at work. One command at a time holds it; looking at it takes no lock.
public final class WorkTree {
    private final Temple temple;
    private final Checkout checkout;
    private final List<Path> ignores;

    /// Work in `checkout`, as [Checkouts#find] gave it.
    public WorkTree(Temple temple, Checkout checkout) {
        this(temple, checkout, List.of());
    }

    private WorkTree(Temple temple, Checkout checkout, List<Path> ignores) {
        this.temple = temple;
        this.checkout = checkout;
        this.ignores = List.copyOf(ignores);
    }

    /// This directory, with more files of patterns such as those of `.gitignore`, which count less than it.
    public WorkTree ignoring(Collection<Path> files) {
        return new WorkTree(temple, checkout, List.copyOf(files));
    }

    /// Which directory this is, as it was when the command began.
    public Checkout checkout() {
        return checkout;
    }

    /// What was changed. Costs a look at every name in the directory; only files that look different are read.
    public WorkStatus status(Untracked untracked) {
        var stopped = recover();
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
        var files = WorkFiles.of(temple, checkout, recorded.tracked());
        var look = WorkLook.at(files, recorded.tracked(), untracked, ignores);
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
                besides(
                                look.untracked(),
                                conflicted,
                                () -> WorkLook.at(files, recorded.tracked(), Untracked.FILES, ignores)
                                        .untracked())
                        .map(RawPath::path)
                        .toList(),
                recorded.conflicts(),
                recorded.unfinished(),
                stopped);
    }

    /// What is new here. A directory that holds a file in conflict is none: what else is in it is named.
    private static Stream<String> besides(
            Set<String> untracked, Set<String> conflicted, Supplier<? extends Collection<String>> files) {
        var shared = untracked.stream()
                .filter(path -> path.endsWith("/") && conflicted.stream().anyMatch(file -> file.startsWith(path)))
                .toList();
        var apart = untracked.stream().filter(path -> !shared.contains(path));
        var within = shared.isEmpty()
                ? Stream.<String>empty()
                : files.get().stream().filter(path -> shared.stream().anyMatch(path::startsWith));
        return Stream.concat(apart, within)
                .filter(path -> !conflicted.contains(path))
                .sorted();
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
                return new RenameFinder(WorkWriter.contents(tx, objects, checkout)).find(differences);
            } catch (TempleException damaged) {
                if (damaged.code() != ErrorCode.WORK_CONTENT_DAMAGED) {
                    throw damaged;
                }
                return differences;
            }
        });
    }

    /// Stages changes at or below `paths` for the next commit: new, changed and deleted files. Conflicts there
    /// count as
    /// decided.
    ///
    /// @param force whether a file that `.gitignore` names may be added
    /// @return how many paths were staged, decided, or staged anew because what was kept of them is damaged
    /// @throws TempleException with `FILE_NOT_FOUND` for a path at which nothing is
    public int add(List<FilePath> paths, boolean force) {
        return Session.in(temple, checkout, session -> {
            var tracked = session.tracked();
            var files = WorkFiles.of(temple, checkout, tracked).prepare();
            var look = WorkLook.at(files, tracked, Untracked.FILES, ignores);
            var conflicts = temple.file().read(tx -> new SqliteCheckoutStore(tx).conflicts(checkout.id()));
            var staging = new Staging(session, tracked, files);
            var added = new ArrayList<Staging.New>();
            if (force) {
                paths.forEach(path -> staging.file(RawPath.of(path), added));
            }
            staging.requireAll(
                    paths,
                    look,
                    conflicts.stream()
                            .map(conflict -> RawPath.of(conflict.path()))
                            .collect(java.util.stream.Collectors.toSet()));
            var changed = look.changed().keySet().stream()
                    .filter(path -> Staging.isIn(path, paths))
                    .count();
            added.addAll(staging.changes(look, paths));
            added.addAll(staging.untracked(look, paths));
            return temple.file().write(tx -> {
                staging.keep(tx, added);
                int mended = staging.mend(tx, paths, added);
                var store = new SqliteCheckoutStore(tx);
                store.setTracked(checkout.id(), tracked);
                var decided = conflicts.stream()
                        .map(Conflict::path)
                        .filter(path -> Staging.isIn(RawPath.of(path), paths))
                        .toList();
                decided.forEach(path -> store.resolve(checkout.id(), path));
                return (int) Math.max(Math.max(changed, added.size()), decided.size()) + mended;
            });
        });
    }

    /// Makes a commit and moves the directory's branch to it.
    ///
    /// @throws TempleException with `NOTHING_TO_COMMIT`, `MESSAGE_MISSING`, `CONFLICTS_UNRESOLVED`, `BRANCH_MOVED`
    /// or
    ///         `NO_BRANCH`
    public MadeCommit commit(CommitRequest request) {
        return Session.in(temple, checkout, session -> new Committing(session, request).run());
    }

    /// Where a switch went.
    ///
    /// @param written how many files were written or deleted
    public record Switched(Checkout checkout, int written) {}

    /// Brings the directory to a branch, or to any commit on no branch, with the changes that were made in it.
    ///
    /// @param create a branch to make at `ref` first
    /// @throws TempleException with `WORK_IN_THE_WAY`, which names the files whose changes would be lost; nothing
    /// was
    ///         changed then
    public Switched switchTo(String ref, Optional<String> create) {
        return Session.in(temple, checkout, session -> {
            session.requireNothingUnfinished();
            var current = session.checkout();
            if (current.base().isEmpty() && create.isPresent()) {
                return unborn(current, create.get());
            }
            var resolved = temple.file().read(tx -> {
                try (var objects = new StoredObjects(tx)) {
                    return new RefResolver(tx, current.project(), objects).resolve(current.expand(ref));
                }
            });
            create.ifPresent(name -> temple.file().read(tx -> {
                Branches.requireFree(tx, current.project(), Branches.PREFIX, name);
                return name;
            }));
            var switching = new Switching(session);
            var target = resolved.requireCommit();
            switching.plan(target);
            create.ifPresent(name ->
                    new Branches(temple, new Projects(temple).require(current.slug())).create(name, target.hex()));
            var branch = create.map(name -> Branches.PREFIX + name)
                    .or(() -> resolved.ref().filter(name -> name.startsWith(Branches.PREFIX)));
            int written = switching.go(branch, target);
            return new Switched(
                    temple.file()
                            .read(tx -> new SqliteCheckoutStore(tx).find(current.id()))
                            .orElseThrow(),
                    written);
        });
    }

    /// A project without commits has no branches: the directory's next commit makes the one that it is on.
    private Switched unborn(Checkout current, String name) {
        return temple.file().write(tx -> {
            Branches.requireFree(tx, current.project(), Branches.PREFIX, name);
            var store = new SqliteCheckoutStore(tx);
            store.setHead(current.id(), Optional.of(Branches.PREFIX + name), Optional.empty());
            return new Switched(store.find(current.id()).orElseThrow(), 0);
        });
    }

    /// Merges `ref` into the directory's branch.
    ///
    /// @param message what the merge commit says; git's usual message when empty
    /// @throws TempleException with `WORK_IN_THE_WAY` when changes that are not committed would be lost,
    ///         `HISTORIES_UNRELATED`, `BRANCH_MOVED`, `NO_BRANCH` or `MERGE_UNFINISHED`
    public MergeOutcome merge(
            String ref, Optional<String> message, WorkAuthor who, boolean fastForward, boolean allowUnrelated) {
        return Session.in(temple, checkout, session -> {
            var outcome = new Merging(session).merge(ref, new Merging.Wish(message, who, fastForward, allowUnrelated));
            new WorkWriter(temple, session.checkout()).finish(false);
            return outcome;
        });
    }

    /// Makes a commit that undoes what the commit `ref` did.
    ///
    /// @param mainline the parent of a merge that stays, from 1; 0 for other commits
    public MergeOutcome revert(String ref, int mainline, Optional<String> message, WorkAuthor who) {
        return Session.in(temple, checkout, session -> {
            var outcome = new Merging(session).revert(ref, mainline, message, who);
            new WorkWriter(temple, session.checkout()).finish(false);
            return outcome;
        });
    }

    /// Gives an unfinished merge or revert up. What was edited in its files is kept for 30 days ([#bringBack]);
    /// what it
    /// wrote itself is not.
    ///
    /// @throws TempleException with `NOTHING_UNFINISHED`
    public Restored abort() {
        return Session.in(temple, checkout, session -> new Restoring(session).abort());
    }

    /// Who wrote the lines of a file as it lies on the disk. Costs a look at every name in the directory, and what
    /// [Blame] costs.
    ///
    /// @throws TempleException with `FILE_NOT_FOUND` when it is not part of the project; as [Blame#lines]
    public List<BlamedLine> blame(FilePath path, LineRange range) {
        record Edited(FilePath before, byte[] now) {}
        var head = checkout.base()
                .orElseThrow(() -> new TempleException(ErrorCode.PROJECT_EMPTY, "There is no commit here yet."))
                .hex();
        var query = new DiffQuery(new DiffQuery.Sides.CommitToDisk("HEAD"), List.of(), true);
        var edited = new Comparison(temple).directory(checkout, query, (files, contents) -> {
            var found = files.stream().filter(file -> file.path().equals(path)).findFirst();
            if (found.isEmpty()
                    && files.stream().noneMatch(file -> file.oldPath().equals(Optional.of(path)))) {
                return Optional.<Edited>empty();
            }
            return Optional.of(found.flatMap(file -> file.newBlob()
                            .map(blob -> new Edited(
                                    file.oldPath().orElse(path),
                                    contents.source()
                                            .readBlob(blob, Blame.MOST_BYTES)
                                            .orElseThrow(() -> Blame.tooLarge(path)))))
                    .orElseThrow(() -> new TempleException(
                            ErrorCode.FILE_NOT_FOUND, "There is no file %s here any more.".formatted(path))));
        });
        var blame = new Blame(temple);
        return edited.map(file -> blame.lines(checkout.project(), head, path, file.before(), file.now(), range))
                .orElseGet(() -> blame.lines(checkout.project(), head, path, range));
    }

    /// Takes changes at or below `paths` out of the next commit. The files stay as they are.
    ///
    /// @return how many paths were unstaged
    /// @throws TempleException with `FILE_NOT_FOUND` for a path at which the project has nothing
    public int unstage(List<FilePath> paths) {
        return Session.in(temple, checkout, session -> {
            var tracked = session.tracked();
            new Staging(session, tracked, WorkFiles.of(temple, checkout, tracked))
                    .requireTracked(paths, ", so it is not staged.");
            var staged = tracked.all().stream()
                    .filter(TrackedFile::isStaged)
                    .filter(file -> Staging.isIn(file.path(), paths))
                    .toList();
            staged.forEach(file -> tracked.put(new TrackedFile(
                    file.path(), file.baseMode(), file.baseBlob(), file.baseMode(), file.baseBlob(), null)));
            return temple.file().write(tx -> {
                new SqliteCheckoutStore(tx).setTracked(checkout.id(), tracked);
                return staged.size();
            });
        });
    }

    /// Makes files at or below `paths` again what is staged, or what the commit has. What they were is kept for 30
    /// days
    /// and [#bringBack] puts it back. Files that are not part of the project stay.
    public Restored restore(List<FilePath> paths) {
        return Session.in(temple, checkout, session -> new Restoring(session).restore(paths));
    }

    /// What [#restore] or [#abort] did.
    ///
    /// @param files how many files were written or deleted
    /// @param saved how many of them had a content before, which [#bringBack] brings back
    public record Restored(int files, int saved) {}

    /// Puts back what an undo entry of this temple remembers, in the directory from where it was thrown away.
    ///
    /// @param entry one whose action is `FILES`
    /// @return how many files were written
    /// @throws TempleException with `NOTHING_TO_UNDO` when the directory is no checkout any more; as [#bringBack()]
    public static int bringBack(Temple temple, RemovedProject entry) {
        var files = new Projects(temple).removed().files(entry);
        var checkout = temple.file()
                .read(tx -> new SqliteCheckoutStore(tx).find(files.checkout()))
                .orElseThrow(() -> new TempleException(
                        ErrorCode.NOTHING_TO_UNDO,
                        "That cannot be undone, because its directory is not checked out any more."));
        return new WorkTree(temple, checkout).bringBack(Optional.of(files.save()));
    }

    /// Puts back what the last [#restore] or [#abort] threw away.
    ///
    /// @return how many files were written
    /// @throws TempleException with `NOTHING_TO_UNDO`; `WORK_IN_THE_WAY` when one of the files was changed since
    public int bringBack() {
        return bringBack(Optional.empty());
    }

    private int bringBack(Optional<Long> save) {
        return Session.in(temple, checkout, session -> new Restoring(session).bringBack(save));
    }

    /// Finishes what a killed command has left half done in the directory. Every command that changes something
    /// does.
    ///
    /// @return why it could not
    private Optional<String> recover() {
        if (temple.file().read(tx -> new SqliteCheckoutStore(tx).hasWrites(checkout.id()))) {
            try {
                Session.in(temple, checkout, session -> true);
            } catch (TempleException stopped) {
                if (stopped.code() != ErrorCode.WORK_UNFINISHED) {
                    throw stopped;
                }
                return Optional.ofNullable(stopped.getMessage());
            }
        }
        return Optional.empty();
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
