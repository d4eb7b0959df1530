package dev.templedb.temple.worktree;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.objects.CommitText;
import dev.templedb.packages.objects.MalformedObject;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.objects.ObjectSource.RawObject;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.history.SqliteCommitStore;
import dev.templedb.temple.history.SqliteRefStore;
import dev.templedb.temple.history.TreeChanges;
import dev.templedb.temple.intake.MadeSource;
import dev.templedb.temple.intake.OwnHistory;
import dev.templedb.temple.intake.TreeEdit;
import dev.templedb.temple.objects.LayeredSource;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.temple.projects.Projects;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Makes a commit of what is staged, and moves the branch to it, in one transaction.
final class Committing {
    private final Session session;
    private final Checkout checkout;
    private final CommitRequest request;

    Committing(Session session, CommitRequest request) {
        this.session = session;
        this.checkout = session.checkout();
        this.request = request;
    }

    MadeCommit run() {
        var branch = checkout.branch()
                .orElseThrow(() -> new TempleException(
                        ErrorCode.NO_BRANCH, "The directory is at a commit and on no branch that could move."));
        var tracked = session.tracked();
        List<Staging.New> added = new ArrayList<>();
        var files = WorkFiles.of(session.temple(), checkout, tracked);
        var staging = new Staging(session, tracked, files);
        if (request.all() || !request.paths().isEmpty()) {
            var look = WorkLook.at(files, tracked, Untracked.NONE);
            staging.requireTracked(request.paths(), ": `templedb vcs add` it first.");
            added.addAll(staging.changes(look, request.paths()));
        }
        return session.temple().file().write(tx -> {
            staging.keep(tx, added);
            return commit(tx, branch, tracked);
        });
    }

    private MadeCommit commit(Transaction tx, String branch, TrackedFiles tracked) {
        var store = new SqliteCheckoutStore(tx);
        requireReady(tx, store, branch);
        var unfinished = store.unfinished(checkout.id());
        var staged = tracked.all().stream()
                .filter(TrackedFile::isStaged)
                .filter(file -> Staging.isIn(file.path(), request.paths()))
                .toList();
        if (staged.isEmpty() && unfinished.isEmpty() && !request.amend() && !request.allowEmpty()) {
            throw new TempleException(ErrorCode.NOTHING_TO_COMMIT, "Nothing is staged for a commit.");
        }
        try (var stored = new StoredObjects(tx)) {
            Map<GitId, RawObject> made = new HashMap<>();
            new SqliteContentStore(tx, checkout.id()).requireThere(staged, stored::has);
            var tree = tree(tx, stored, staged, made);
            var amended = amended(stored);
            var message = message(unfinished, amended);
            var parents = new ArrayList<GitId>();
            if (amended.isPresent()) {
                parents.addAll(amended.get().parents());
            } else {
                checkout.base().ifPresent(parents::add);
            }
            unfinished
                    .filter(merge -> merge.kind() == Unfinished.Kind.MERGE)
                    .ifPresent(merge -> parents.add(merge.commit()));
            var author = amended.filter(commit -> !request.newAuthor())
                    .map(CommitText::author)
                    .map(old -> WorkAuthor.person(old.name(), old.email(), old.at(), old.zoneMinutes()))
                    .orElseGet(() -> request.who().author().known());
            var commit = Session.add(
                    made,
                    ObjectKind.COMMIT,
                    CommitBytes.commit(
                            tree, parents, author, request.who().committer().known(), message));
            move(tx, stored, branch, commit, made, amended.isPresent());
            finish(tx, store, tracked, staged, branch, commit);
            var subject = CommitBytes.clean(message).lines().findFirst().orElse("");
            int files = amended.isPresent() ? changed(tx, stored, parents, made, tree) : staged.size();
            return new MadeCommit(commit, checkout.where(), subject, files);
        }
    }

    /// How many files are other ones than in the first parent.
    private int changed(
            Transaction tx, StoredObjects stored, List<GitId> parents, Map<GitId, RawObject> made, GitId tree) {
        var before = parents.isEmpty()
                ? Optional.<GitId>empty()
                : new SqliteCommitStore(tx, checkout.project()).tree(parents.getFirst());
        return TreeChanges.between(new LayeredSource(made::containsKey, new MadeSource(made), stored), before, tree)
                .size();
    }

    private void requireReady(Transaction tx, SqliteCheckoutStore store, String branch) {
        var conflicts = store.conflicts(checkout.id());
        if (!conflicts.isEmpty()) {
            throw new TempleException(
                    ErrorCode.CONFLICTS_UNRESOLVED,
                    "%d file%s still in conflict, the first is %s."
                            .formatted(
                                    conflicts.size(),
                                    conflicts.size() == 1 ? " is" : "s are",
                                    conflicts.getFirst().path()));
        }
        if (store.unfinished(checkout.id()).isPresent()
                && (request.amend() || !request.paths().isEmpty())) {
            throw new TempleException(
                    ErrorCode.MERGE_UNFINISHED, "A merge or revert is committed as a whole, and not as an amendment.");
        }
        var tip = new SqliteRefStore(tx, checkout.project()).commit(branch);
        if (!tip.equals(checkout.base())) {
            throw new TempleException(
                    ErrorCode.BRANCH_MOVED,
                    "The branch %s has moved to %s since the directory was written."
                            .formatted(
                                    checkout.where(),
                                    tip.map(id -> id.abbreviated(10)).orElse("nothing")));
        }
        if (request.amend() && checkout.base().isEmpty()) {
            throw new TempleException(ErrorCode.PROJECT_EMPTY, "There is no commit to amend.");
        }
    }

    private GitId tree(Transaction tx, StoredObjects stored, List<TrackedFile> staged, Map<GitId, RawObject> made) {
        var base = checkout.base().flatMap(new SqliteCommitStore(tx, checkout.project())::tree);
        var changes = new TreeMap<FilePath, Optional<TreeEdit.File>>();
        staged.forEach(file -> changes.put(
                RawPath.path(file.path()),
                Optional.ofNullable(file.blob()).map(blob -> new TreeEdit.File(file.mode(), blob))));
        return new TreeEdit(stored, made).apply(base, changes);
    }

    private Optional<CommitText> amended(StoredObjects stored) {
        return request.amend() ? checkout.base().map(base -> parse(stored, base)) : Optional.empty();
    }

    static CommitText parse(StoredObjects stored, GitId commit) {
        try {
            return CommitText.parse(stored.read(commit).bytes());
        } catch (MalformedObject damaged) {
            throw new TempleException(
                    ErrorCode.TEMPLE_CORRUPT,
                    "Commit %s is damaged: %s.".formatted(commit, damaged.getMessage()),
                    damaged);
        }
    }

    private String message(Optional<Unfinished> unfinished, Optional<CommitText> amended) {
        var message = request.message()
                .or(() -> unfinished.map(Unfinished::message))
                .or(() -> amended.map(CommitText::message))
                .orElse("");
        if (CommitBytes.clean(message).isEmpty()) {
            throw new TempleException(ErrorCode.MESSAGE_MISSING, "The commit has no message.");
        }
        return message;
    }

    private void move(
            Transaction tx,
            StoredObjects stored,
            String branch,
            GitId commit,
            Map<GitId, RawObject> made,
            boolean isAmendment) {
        var contents = new SqliteContentStore(tx, checkout.id());
        var source = new LayeredSource(
                made::containsKey, new MadeSource(made), new LayeredSource(contents::has, contents, stored));
        var history = new OwnHistory(tx, checkout.project(), stored);
        if (!isAmendment) {
            history.advance(branch, commit, source);
            return;
        }
        var old = checkout.base().orElseThrow();
        Branches.keep(
                tx,
                session.temple(),
                checkout.project(),
                "refs/heads/amended/" + checkout.where() + "-" + old.abbreviated(10),
                old,
                Optional.of(old));
        var refs = new SqliteRefStore(tx, checkout.project());
        var all = refs.refs();
        all.put(branch, commit);
        history.replace(all, refs.head().orElseThrow(), id -> made.containsKey(id) || contents.has(id), source);
    }

    private void finish(
            Transaction tx,
            SqliteCheckoutStore store,
            TrackedFiles tracked,
            List<TrackedFile> staged,
            String branch,
            GitId commit) {
        staged.forEach(file -> tracked.put(
                new TrackedFile(file.path(), file.mode(), file.blob(), file.mode(), file.blob(), file.stat())));
        store.setTracked(checkout.id(), tracked);
        store.setHead(checkout.id(), Optional.of(branch), Optional.of(commit));
        store.setUnfinished(checkout.id(), null);
        var needed = new HashSet<GitId>(Saves.blobs(tx, checkout.id()));
        tracked.all().stream().filter(TrackedFile::isStaged).forEach(file -> {
            if (file.blob() != null) {
                needed.add(file.blob());
            }
        });
        new SqliteContentStore(tx, checkout.id()).retain(needed);
        new Projects(session.temple()).touch(tx, checkout.project());
        new Audit(session.temple())
                .record(
                        tx,
                        request.amend() ? "vcs commit --amend" : "vcs commit",
                        checkout.slug(),
                        Json.Obj.empty().with("branch", branch).with("commit", commit.hex()));
    }
}
