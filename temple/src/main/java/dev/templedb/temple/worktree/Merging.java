package dev.templedb.temple.worktree;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.objects.ObjectSource.RawObject;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.attributes.AttributeRules;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.history.Ancestry;
import dev.templedb.temple.history.FileChange;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.history.RefResolver;
import dev.templedb.temple.history.SqliteCommitStore;
import dev.templedb.temple.history.SqliteRefStore;
import dev.templedb.temple.intake.MadeSource;
import dev.templedb.temple.intake.OwnHistory;
import dev.templedb.temple.intake.TreeEdit;
import dev.templedb.temple.merge.MergeBase;
import dev.templedb.temple.merge.MergedTree;
import dev.templedb.temple.merge.TreeMerge;
import dev.templedb.temple.objects.LayeredSource;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.temple.projects.Projects;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Merges another commit into a checked-out directory's branch, or undoes one there. What is decided goes into one
/// transaction with the plan of what is to be written.
final class Merging {
    /// How to merge.
    ///
    /// @param message        empty: git's usual one
    /// @param fastForward    whether the branch may simply move when nothing was committed on it
    /// @param allowUnrelated whether histories may be merged that have nothing in common
    record Wish(Optional<String> message, WorkAuthor who, boolean fastForward, boolean allowUnrelated) {}

    private final Temple temple;
    private final Session session;
    private final Checkout checkout;
    private final String branch;
    private final GitId base;
    private final AttributeRules attributes;
    private final Map<GitId, RawObject> made = new HashMap<>();

    Merging(Session session) {
        this.session = session;
        this.temple = session.temple();
        this.checkout = session.checkout();
        this.attributes = NextAttributes.onDisk(checkout.directory());
        session.requireNothingUnfinished();
        this.branch = checkout.branch()
                .orElseThrow(() -> new TempleException(
                        ErrorCode.NO_BRANCH, "The directory is at a commit and on no branch that could move."));
        this.base = checkout.base()
                .orElseThrow(
                        () -> new TempleException(ErrorCode.PROJECT_EMPTY, "There is no commit here to merge into."));
    }

    MergeOutcome merge(String ref, Wish wish) {
        var switching = new Switching(session);
        requireNothingStaged(switching.tracked());
        return temple.file().write(tx -> {
            requireCurrent(tx);
            try (var stored = new StoredObjects(tx)) {
                var theirs = new RefResolver(tx, checkout.project(), stored)
                        .resolve(checkout.expand(ref))
                        .requireCommit();
                var ancestry = new Ancestry(tx, checkout.project());
                if (ancestry.reaches(base, theirs)) {
                    return new MergeOutcome.UpToDate();
                }
                if (wish.fastForward() && ancestry.reaches(theirs, base)) {
                    switching.planChanges(trees(tx, theirs));
                    new OwnHistory(tx, checkout.project(), stored).advance(branch, theirs, stored);
                    finish(tx, switching, theirs, "vcs merge");
                    return new MergeOutcome.FastForward(theirs);
                }
                var objects = new LayeredSource(made::containsKey, new MadeSource(made), stored);
                var common = new MergeBase(tx, checkout.project(), objects, made, attributes).tree(base, theirs);
                if (common.isEmpty() && !wish.allowUnrelated()) {
                    throw new TempleException(
                            ErrorCode.HISTORIES_UNRELATED,
                            "%s and %s have no commit in common."
                                    .formatted(Printable.text(checkout.where()), Printable.text(ref)));
                }
                var message =
                        wish.message().orElseGet(() -> "Merge %s into %s".formatted(named(ref), checkout.where()));
                var merged = new TreeMerge(objects, made, "HEAD", ref, attributes)
                        .merge(common, tree(tx, base), tree(tx, theirs));
                return apply(
                        tx,
                        stored,
                        switching,
                        merged,
                        new Unfinished(Unfinished.Kind.MERGE, theirs, message),
                        wish.who());
            }
        });
    }

    private static String named(String ref) {
        return "'" + ref + "'";
    }

    /// Undoes what a commit did, by another commit.
    ///
    /// @param mainline the parent that a merge is undone against, from 1; 0 for a commit that is no merge
    MergeOutcome revert(String ref, int mainline, Optional<String> message, WorkAuthor who) {
        var switching = new Switching(session);
        requireNothingStaged(switching.tracked());
        return temple.file().write(tx -> {
            requireCurrent(tx);
            try (var stored = new StoredObjects(tx)) {
                var commit = new RefResolver(tx, checkout.project(), stored)
                        .resolve(checkout.expand(ref))
                        .requireCommit();
                var text = Committing.parse(stored, commit);
                if (text.parents().size() > 1
                        && (mainline < 1 || mainline > text.parents().size())) {
                    throw new TempleException(
                            ErrorCode.USAGE,
                            "%s is a merge: say with --mainline which of its %d parents stays."
                                    .formatted(
                                            commit.abbreviated(10),
                                            text.parents().size()));
                }
                var parent = text.parents().isEmpty()
                        ? new TreeEdit(stored, made).apply(Optional.empty(), Map.of())
                        : tree(tx, text.parents().get(Math.max(mainline, 1) - 1));
                var objects = new LayeredSource(made::containsKey, new MadeSource(made), stored);
                var merged = new TreeMerge(objects, made, "HEAD", "before " + commit.abbreviated(10), attributes)
                        .merge(Optional.of(text.tree()), tree(tx, base), parent);
                if (merged.changes().isEmpty() && merged.conflicts().isEmpty()) {
                    return new MergeOutcome.UpToDate();
                }
                var said = message.orElseGet(
                        () -> "Revert \"%s\"\n\nThis reverts commit %s.".formatted(text.subject(), commit.hex()));
                return apply(tx, stored, switching, merged, new Unfinished(Unfinished.Kind.REVERT, commit, said), who);
            }
        });
    }

    private static void requireNothingStaged(TrackedFiles tracked) {
        var staged = tracked.all().stream()
                .filter(TrackedFile::isStaged)
                .map(TrackedFile::path)
                .toList();
        Switching.refuseLoss(staged);
    }

    private void requireCurrent(Transaction tx) {
        var tip = new SqliteRefStore(tx, checkout.project()).commit(branch);
        if (!tip.equals(Optional.of(base))) {
            throw new TempleException(
                    ErrorCode.BRANCH_MOVED,
                    "The branch %s has moved since the directory was written."
                            .formatted(Printable.text(checkout.where())));
        }
    }

    private GitId tree(Transaction tx, GitId commit) {
        return new SqliteCommitStore(tx, checkout.project())
                .tree(commit)
                .orElseThrow(() -> StoredObjects.missing(commit));
    }

    private List<FileChange> trees(Transaction tx, GitId target) {
        try (var stored = new StoredObjects(tx)) {
            return dev.templedb.temple.history.TreeChanges.between(
                    stored, Optional.of(tree(tx, base)), tree(tx, target));
        }
    }

    private MergeOutcome apply(
            Transaction tx,
            StoredObjects stored,
            Switching switching,
            MergedTree merged,
            Unfinished unfinished,
            WorkAuthor who) {
        switching.planChanges(changes(switching.tracked(), merged));
        if (merged.conflicts().isEmpty()) {
            return new MergeOutcome.Made(commit(tx, stored, switching, merged, unfinished, who));
        }
        var conflicts = merged.conflicts().stream().map(Merging::conflict).toList();
        keepContents(tx, merged);
        var store = new SqliteCheckoutStore(tx);
        store.addConflicts(checkout.id(), conflicts);
        store.setUnfinished(checkout.id(), unfinished);
        store.setMergeWritten(checkout.id(), written(switching.writes()));
        store.setTracked(
                checkout.id(),
                staged(
                        session.tracked(tx),
                        merged,
                        conflicts.stream().map(Conflict::path).collect(Collectors.toSet())));
        store.addWrites(checkout.id(), switching.writes());
        return new MergeOutcome.Conflicted(conflicts);
    }

    private static TrackedFiles written(List<PlannedWrite> writes) {
        var written = new TrackedFiles();
        for (var write : writes) {
            var blob = write.newBlob();
            if (blob != null) {
                written.put(TrackedFile.unchanged(write.path(), write.newMode(), blob, null));
            }
        }
        return written;
    }

    static Conflict conflict(MergedTree.Clash clash) {
        return new Conflict(
                clash.path(),
                clash.kind(),
                clash.base().map(Merging::side),
                clash.ours().map(Merging::side),
                clash.theirs().map(Merging::side));
    }

    private static Conflict.Side side(MergedTree.Side side) {
        return new Conflict.Side(side.mode(), side.blob());
    }

    private static List<FileChange> changes(TrackedFiles tracked, MergedTree merged) {
        var changes = new ArrayList<FileChange>();
        merged.changes().forEach((path, side) -> {
            var file = tracked.get(RawPath.of(path));
            int oldMode = file == null ? 0 : file.mode();
            int newMode = side.map(MergedTree.Side::mode).orElse(0);
            changes.add(new FileChange(
                    path,
                    FileChange.Status.of(oldMode, newMode),
                    oldMode,
                    Optional.ofNullable(file == null ? null : file.blob()),
                    newMode,
                    side.map(MergedTree.Side::blob)));
        });
        return changes;
    }

    /// What is decided is staged; what is not stays as our commit has it.
    private static TrackedFiles staged(TrackedFiles before, MergedTree merged, java.util.Set<FilePath> conflicts) {
        merged.changes().forEach((path, side) -> {
            if (!conflicts.contains(path)) {
                var raw = RawPath.of(path);
                var known = before.get(raw);
                var file = known == null ? new TrackedFile(raw, 0, null, 0, null, null) : known;
                before.put(file.staged(
                        side.map(MergedTree.Side::mode).orElse(0),
                        side.map(MergedTree.Side::blob).orElse(null),
                        null));
            }
        });
        return before;
    }

    /// Keeps what the merge made until it is committed, what the disk already has among it: that can be edited
    /// meanwhile.
    private void keepContents(Transaction tx, MergedTree merged) {
        var contents = new SqliteContentStore(tx, checkout.id());
        for (var side : merged.changes().values()) {
            var blob = side.map(MergedTree.Side::blob).orElse(null);
            var object = blob == null ? null : made.get(blob);
            if (blob != null && object != null && !contents.has(blob)) {
                try {
                    contents.add(blob, new ByteArrayInputStream(object.bytes()));
                } catch (IOException impossible) {
                    throw new UncheckedIOException(impossible);
                }
            }
        }
    }

    private GitId commit(
            Transaction tx,
            StoredObjects stored,
            Switching switching,
            MergedTree merged,
            Unfinished unfinished,
            WorkAuthor who) {
        var tree = merged.onto(tree(tx, base), new TreeEdit(stored, made));
        var parents = unfinished.kind() == Unfinished.Kind.MERGE ? List.of(base, unfinished.commit()) : List.of(base);
        var commit = Session.add(
                made,
                ObjectKind.COMMIT,
                CommitBytes.commit(
                        tree, parents, who.author().known(), who.committer().known(), unfinished.message()));
        new OwnHistory(tx, checkout.project(), stored)
                .advance(branch, commit, new LayeredSource(made::containsKey, new MadeSource(made), stored));
        finish(tx, switching, commit, unfinished.kind() == Unfinished.Kind.MERGE ? "vcs merge" : "vcs revert");
        return commit;
    }

    private void finish(Transaction tx, Switching switching, GitId commit, String action) {
        var store = new SqliteCheckoutStore(tx);
        store.setHead(checkout.id(), Optional.of(branch), Optional.of(commit));
        store.setTracked(checkout.id(), switching.tracked());
        store.addWrites(checkout.id(), switching.writes());
        new Projects(temple).touch(tx, checkout.project());
        new Audit(temple)
                .record(
                        tx,
                        action,
                        checkout.slug(),
                        Json.Obj.empty().with("branch", branch).with("commit", commit.hex()));
    }
}
