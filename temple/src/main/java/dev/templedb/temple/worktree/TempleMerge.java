package dev.templedb.temple.worktree;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.packages.objects.ObjectSource.RawObject;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.attributes.AttributeRules;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.history.Ancestry;
import dev.templedb.temple.history.RefResolver;
import dev.templedb.temple.history.SqliteCommitStore;
import dev.templedb.temple.intake.MadeSource;
import dev.templedb.temple.intake.OwnHistory;
import dev.templedb.temple.intake.TreeEdit;
import dev.templedb.temple.merge.MergeBase;
import dev.templedb.temple.merge.TreeMerge;
import dev.templedb.temple.objects.LayeredSource;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.temple.projects.Project;
import dev.templedb.temple.projects.Projects;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Merges a branch that is checked out nowhere. One transaction; with conflicts nothing is changed.
final class TempleMerge {
    private final Temple temple;
    private final Project project;

    TempleMerge(Temple temple, Project project) {
        this.temple = temple;
        this.project = project;
    }

    MergeOutcome merge(String branch, String theirs, WorkAuthor who) {
        return temple.file().write(tx -> {
            try (var stored = new StoredObjects(tx)) {
                return merge(tx, stored, branch, theirs, who);
            }
        });
    }

    private MergeOutcome merge(Transaction tx, StoredObjects stored, String branch, String theirs, WorkAuthor who) {
        var resolver = new RefResolver(tx, project.id(), stored);
        var our = resolver.resolve(Branches.PREFIX + branch).requireCommit();
        var their = resolver.resolve(theirs).requireCommit();
        var ancestry = new Ancestry(tx, project.id());
        if (ancestry.reaches(our, their)) {
            return new MergeOutcome.UpToDate();
        }
        if (ancestry.reaches(their, our)) {
            move(tx, branch, their, stored, stored);
            return new MergeOutcome.FastForward(their);
        }
        Map<GitId, RawObject> made = new HashMap<>();
        var objects = new LayeredSource(made::containsKey, new MadeSource(made), stored);
        var commits = new SqliteCommitStore(tx, project.id());
        var ourTree = commits.tree(our).orElseThrow();
        var attributes = AttributeRules.ofTree(objects, ourTree);
        var base = new MergeBase(tx, project.id(), objects, made, attributes).tree(our, their);
        if (base.isEmpty()) {
            throw new TempleException(
                    ErrorCode.HISTORIES_UNRELATED,
                    "%s and %s have no commit in common.".formatted(Printable.text(branch), Printable.text(theirs)));
        }
        var merged = new TreeMerge(objects, made, branch, theirs, attributes)
                .merge(base, ourTree, commits.tree(their).orElseThrow());
        if (!merged.conflicts().isEmpty()) {
            return new MergeOutcome.Conflicted(
                    merged.conflicts().stream().map(Merging::conflict).toList());
        }
        var tree = merged.onto(ourTree, new TreeEdit(objects, made));
        var message = "Merge '%s' into %s".formatted(theirs, branch);
        var commit = Session.add(
                made,
                ObjectKind.COMMIT,
                CommitBytes.commit(
                        tree,
                        List.of(our, their),
                        who.author().known(),
                        who.committer().known(),
                        message));
        move(tx, branch, commit, stored, objects);
        return new MergeOutcome.Made(commit);
    }

    private void move(Transaction tx, String branch, GitId commit, StoredObjects stored, ObjectSource objects) {
        new OwnHistory(tx, project.id(), stored).advance(Branches.PREFIX + branch, commit, objects);
        new Projects(temple).touch(tx, project.id());
        new Audit(temple)
                .record(
                        tx,
                        "vcs merge",
                        project.slug().text(),
                        Json.Obj.empty()
                                .with("branch", Branches.PREFIX + branch)
                                .with("commit", commit.hex()));
    }
}
