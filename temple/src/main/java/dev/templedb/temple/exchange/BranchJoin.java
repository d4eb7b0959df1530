package dev.templedb.temple.exchange;

import dev.templedb.core.GitId;
import dev.templedb.packages.objects.ObjectHasher;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.packages.objects.ObjectSource.RawObject;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.attributes.AttributeRules;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.history.SqliteCommitStore;
import dev.templedb.temple.history.TreeReader;
import dev.templedb.temple.intake.MadeSource;
import dev.templedb.temple.intake.TreeEdit;
import dev.templedb.temple.merge.MergeBase;
import dev.templedb.temple.merge.MergedTree;
import dev.templedb.temple.merge.MergedTree.Clash;
import dev.templedb.temple.merge.MergedTree.Side;
import dev.templedb.temple.merge.TreeMerge;
import dev.templedb.temple.objects.LayeredSource;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.temple.worktree.CommitBytes;
import dev.templedb.temple.worktree.WorkAuthor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// Makes the commits that join branches on which two sides have gone on. Both sides' commits must be recorded.
final class BranchJoin {
    private final Transaction tx;
    private final long project;
    private final StoredObjects stored;
    private final String remote;
    private final WorkAuthor who;
    private final Map<GitId, RawObject> made = new HashMap<>();

    /// @param remote how the other side is called
    BranchJoin(Transaction tx, long project, StoredObjects stored, String remote, WorkAuthor who) {
        this.tx = tx;
        this.project = project;
        this.stored = stored;
        this.remote = remote;
        this.who = who;
    }

    /// The objects of the commits that were made.
    Map<GitId, RawObject> made() {
        return made;
    }

    /// How it went with a branch.
    ///
    /// @param commit    joins both; empty while something is in conflict
    /// @param conflicts every file that both have changed in ways that do not go together, decided or not
    record Joined(Optional<GitId> commit, List<JoinConflict> conflicts) {}

    /// @param decisions what becomes of a file in conflict, by [item][JoinConflict#item]
    /// @throws dev.templedb.core.TempleException with `IDENTITY_UNKNOWN` when a commit is to be made and nobody
    /// said
    ///         what the address is
    Joined join(String branch, GitId ours, GitId theirs, Function<String, Optional<JoinSide>> decisions) {
        var objects = new LayeredSource(made::containsKey, new MadeSource(made), stored);
        var commits = new SqliteCommitStore(tx, project);
        var ourTree = commits.tree(ours).orElseThrow();
        var attributes = AttributeRules.ofTree(objects, ourTree);
        var base = new MergeBase(tx, project, objects, made, attributes).tree(ours, theirs);
        var merged = new TreeMerge(objects, made, branch, remote + "/" + branch, attributes)
                .merge(base, ourTree, commits.tree(theirs).orElseThrow());
        var changes = new TreeMap<>(merged.changes());
        var conflicts = new ArrayList<JoinConflict>();
        boolean isOpen = false;
        for (var clash : merged.conflicts()) {
            var conflict = conflict(branch, clash);
            conflicts.add(conflict);
            var side = decisions.apply(conflict.item());
            isOpen |= side.isEmpty();
            if (!clash.isOfPlace()) {
                side.ifPresent(of -> decide(changes, objects, ourTree, clash, of));
            }
        }
        if (isOpen) {
            return new Joined(Optional.empty(), conflicts);
        }
        var tree = new MergedTree(changes, List.of()).onto(ourTree, new TreeEdit(objects, made));
        var bytes = CommitBytes.commit(
                tree,
                List.of(ours, theirs),
                who.author().known(),
                who.committer().known(),
                "Merge '%s/%s' into %s".formatted(remote, branch, branch));
        var commit = new ObjectHasher().gitId(ObjectKind.COMMIT, bytes);
        made.put(commit, new RawObject(ObjectKind.COMMIT, bytes));
        return new Joined(Optional.of(commit), conflicts);
    }

    private static void decide(
            TreeMap<FilePath, Optional<Side>> changes,
            ObjectSource objects,
            GitId ourTree,
            Clash clash,
            JoinSide side) {
        var wanted = side == JoinSide.OURS ? clash.ours() : clash.theirs();
        boolean isHere = new TreeReader(objects).find(ourTree, clash.path()).isPresent();
        if (wanted.isEmpty() && !isHere) {
            changes.remove(clash.path());
        } else {
            changes.put(clash.path(), wanted);
        }
    }

    private static JoinConflict conflict(String branch, Clash clash) {
        return JoinConflict.ofFile(
                branch,
                clash.path().spelled(),
                clash.base().map(BranchJoin::text),
                clash.ours().map(BranchJoin::text),
                clash.theirs().map(BranchJoin::text));
    }

    private static String text(Side side) {
        return "%06o %s".formatted(side.mode(), side.blob());
    }
}
