package dev.templedb.temple.merge;

import dev.templedb.core.GitId;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.packages.objects.ObjectSource.RawObject;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.attributes.AttributeRules;
import dev.templedb.temple.history.Ancestry;
import dev.templedb.temple.history.SqliteCommitStore;
import dev.templedb.temple.intake.TreeEdit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;

/// Finds the tree that two commits come from. Where there are several, because branches were merged crosswise, they are
/// merged themselves, as git's recursive strategy does.
public final class MergeBase {
    private final Ancestry ancestry;
    private final SqliteCommitStore commits;
    private final ObjectSource objects;
    private final Map<GitId, RawObject> made;
    private final AttributeRules attributes;

    /// Of a project's commits as `tx` sees them.
    ///
    /// @param objects    has the trees and files, and what is in `made`
    /// @param made       takes the trees and files of merged bases
    /// @param attributes say how their files are merged
    public MergeBase(
            Transaction tx, long project, ObjectSource objects, Map<GitId, RawObject> made, AttributeRules attributes) {
        this.ancestry = new Ancestry(tx, project);
        this.commits = new SqliteCommitStore(tx, project);
        this.objects = objects;
        this.made = made;
        this.attributes = attributes;
    }

    /// The common tree; empty when the histories have nothing in common.
    public Optional<GitId> tree(GitId left, GitId right) {
        return tree(left, right, 1);
    }

    private Optional<GitId> tree(GitId left, GitId right, int depth) {
        var bases = new ArrayList<>(ancestry.mergeBases(left, right));
        if (bases.isEmpty()) {
            return Optional.empty();
        }
        Collections.reverse(bases);
        var tree = treeOf(bases.getFirst());
        for (var next : bases.subList(1, bases.size())) {
            var merged = TreeMerge.ofBases(objects, made, attributes, depth)
                    .mergeBases(tree(bases.getFirst(), next, depth + 1), tree, treeOf(next));
            tree = merged.onto(tree, new TreeEdit(objects, made));
        }
        return Optional.of(tree);
    }

    private GitId treeOf(GitId commit) {
        return commits.tree(commit).orElseThrow();
    }
}
