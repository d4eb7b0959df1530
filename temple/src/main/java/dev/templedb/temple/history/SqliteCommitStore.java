package dev.templedb.temple.history;

import dev.templedb.core.GitId;
import dev.templedb.sqlite.Transaction;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// The commits of a project by number and id, inside one transaction.
public final class SqliteCommitStore {
    private static final String NUMBER = "SELECT commit_no FROM commits WHERE project_id = ?1 AND commit_id = ?2";
    private static final String TREE = "SELECT tree_id FROM commits WHERE project_id = ?1 AND commit_id = ?2";
    private static final String NUMBERS = "SELECT commit_no FROM commits WHERE project_id = ?1";
    /// Finds any number of commits by one statement: ?2 holds their ids, one behind the other.
    private static final String FIND = """
            WITH RECURSIVE wanted (at) AS (
                SELECT 1 WHERE length(?2) > 0
                UNION ALL
                SELECT at + 20 FROM wanted WHERE at + 20 <= length(?2)
            )
            SELECT c.commit_id, c.commit_no, c.tree_id
              FROM wanted CROSS JOIN commits c ON c.project_id = ?1 AND c.commit_id = substr(?2, at, 20)
            """;
    private static final List<String> CLEAR = List.of(
            "DELETE FROM commit_changes WHERE project_id = ?1",
            "DELETE FROM commit_parents WHERE project_id = ?1",
            "DELETE FROM commits WHERE project_id = ?1");
    private static final String PARENTS =
            "SELECT commit_no, parent_no FROM commit_parents WHERE project_id = ?1 ORDER BY commit_no";
    private static final String COUNT = "SELECT count(*) FROM commits WHERE project_id = ?1";
    private static final String REMOVE = "DELETE FROM commits WHERE project_id = ?1 AND commit_no = ?2";
    private static final String REMOVE_PARENTS = "DELETE FROM commit_parents WHERE project_id = ?1 AND commit_no = ?2";
    private static final String REMOVE_CHANGES = """
            DELETE FROM commit_changes
             WHERE project_id = ?1
               AND commit_no NOT IN (SELECT commit_no FROM commits WHERE project_id = ?1)
            """;

    private final Transaction tx;
    private final long project;

    /// The commits of a project as `tx` sees them.
    public SqliteCommitStore(Transaction tx, long project) {
        this.tx = tx;
        this.project = project;
    }

    /// How many commits the project has.
    public long count() {
        return tx.query(COUNT).bind(1, project).longValue();
    }

    /// The number of a commit, if the project has it.
    public OptionalInt number(GitId commit) {
        return tx.query(NUMBER)
                .bind(1, project)
                .bind(2, commit.bytes())
                .first(row -> OptionalInt.of(row.intValue(1)))
                .orElse(OptionalInt.empty());
    }

    /// The root tree of a commit, if the project has it.
    public Optional<GitId> tree(GitId commit) {
        return tx.query(TREE).bind(1, project).bind(2, commit.bytes()).first(row -> GitId.ofBytes(row.bytes(1)));
    }

    /// A commit that the project has.
    ///
    /// @param number its place among the project's commits
    /// @param tree   its root tree
    record Known(int number, GitId tree) {}

    /// Those of `commits` that the project has.
    Map<GitId, Known> find(Collection<GitId> commits) {
        var packed = new byte[commits.size() * GitId.BYTES];
        int at = 0;
        for (var commit : commits) {
            commit.copyTo(packed, at);
            at += GitId.BYTES;
        }
        var found = new HashMap<GitId, Known>();
        tx.query(FIND)
                .bind(1, project)
                .bind(2, packed)
                .forEach(row -> found.put(
                        GitId.ofBytes(row.bytes(1)), new Known(row.intValue(2), GitId.ofBytes(row.bytes(3)))));
        return found;
    }

    /// Those of `commits` that the project has.
    public Set<GitId> present(Collection<GitId> commits) {
        return find(commits).keySet();
    }

    /// Forgets all commits, their parents and their changes.
    public void clear() {
        CLEAR.forEach(sql -> tx.update(sql).bind(1, project).execute());
    }

    /// Removes every commit that none of `tips` reaches, with what hangs on it.
    ///
    /// @return how many
    public long removeUnreached(Collection<GitId> tips) {
        var unreached = new BitSet();
        tx.query(NUMBERS).bind(1, project).forEach(row -> unreached.set(row.intValue(1)));
        var parents = parents(unreached.length());
        var queue = new ArrayDeque<Integer>();
        find(tips).values().forEach(tip -> queue.add(tip.number()));
        while (!queue.isEmpty()) {
            int commit = queue.remove();
            if (unreached.get(commit)) {
                unreached.clear(commit);
                for (int parent : parents[commit]) {
                    queue.add(parent);
                }
            }
        }
        remove(unreached);
        return unreached.cardinality();
    }

    private int[][] parents(int bound) {
        var parents = new int[bound][];
        Arrays.fill(parents, new int[0]);
        tx.query(PARENTS).bind(1, project).forEach(row -> {
            int commit = row.intValue(1);
            var known = parents[commit];
            parents[commit] = Arrays.copyOf(known, known.length + 1);
            parents[commit][known.length] = row.intValue(2);
        });
        return parents;
    }

    private void remove(BitSet commits) {
        if (commits.isEmpty()) {
            return;
        }
        tx.batch(
                REMOVE_PARENTS,
                batch -> commits.stream()
                        .forEach(commit -> batch.set(1, project).set(2, commit).add()));
        tx.batch(
                REMOVE,
                batch -> commits.stream()
                        .forEach(commit -> batch.set(1, project).set(2, commit).add()));
        tx.update(REMOVE_CHANGES).bind(1, project).execute();
    }
}
