package dev.templedb.temple.history;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.packages.objects.CommitText;
import dev.templedb.packages.objects.MalformedObject;
import dev.templedb.packages.objects.ObjectGraph;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.packages.objects.TreeDiff;
import dev.templedb.sqlite.Batch;
import dev.templedb.sqlite.Transaction;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

/// Derives the tables `commits`, `commit_parents` and `commit_changes` from new commits, in bulk.
public final class HistoryRecorder {
    private static final String LAST = "SELECT coalesce(max(commit_no), 0) FROM commits WHERE project_id = ?1";
    private static final String ADD_COMMIT = """
            INSERT INTO commits (project_id, commit_no, commit_id, tree_id, author_name, author_email, authored_at,
                                 author_zone, committer_name, committer_email, committed_at, committer_zone, signed, message)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
            """;
    private static final String ADD_PARENT = """
            INSERT INTO commit_parents (project_id, commit_no, position, parent_no)
            VALUES (?1, ?2, ?3, ?4)
            """;
    private static final String ADD_CHANGE = """
            INSERT INTO commit_changes (project_id, path_no, commit_no, mode, blob)
            VALUES (?1, ?2, ?3, ?4, ?5)
            """;

    /// Changes that are kept back, in order to write them by path; 24 bytes of memory each.
    private static final int MOST_CHANGES = 1 << 19;

    private final Transaction tx;
    private final long project;
    private final ObjectGraph graph;
    private final ObjectSource source;
    private final PathNumbers paths;
    private final Map<Integer, Integer> numbers = new HashMap<>();
    /// The trees of commits that the project has already.
    private final Map<Integer, Integer> earlierTrees = new HashMap<>();
    private final PackedRows changes = new PackedRows();

    /// A recorder for commits of `graph`.
    ///
    /// @param source reads the commits, and those trees of older commits that the graph does not hold
    public HistoryRecorder(Transaction tx, long project, ObjectGraph graph, ObjectSource source, PathNumbers paths) {
        this.tx = tx;
        this.project = project;
        this.graph = graph;
        this.source = source;
        this.paths = paths;
    }

    /// Records `commits`, numbers of the graph in any order, none of which the project has yet.
    public void record(int[] commits, Progress progress) {
        if (commits.length == 0) {
            return;
        }
        var order = CommitOrder.parentsFirst(
                graph, commits, number -> text(number).committer().at().getEpochSecond());
        int first = (int) tx.query(LAST).bind(1, project).longValue() + 1;
        for (int i = 0; i < order.length; i++) {
            numbers.put(order[i], first + i);
        }
        findEarlier(order);
        try (var step = progress.begin("Recording history", order.length)) {
            tx.batch(
                    ADD_COMMIT,
                    rows -> tx.batch(ADD_PARENT, parents -> {
                        for (int commit : order) {
                            addCommit(rows, parents, commit);
                            findChanges(commit);
                            if (changes.count() > MOST_CHANGES) {
                                writeChanges();
                            }
                            step.advance(1);
                        }
                    }));
        }
        writeChanges();
    }

    private void addCommit(Batch rows, Batch parents, int commit) {
        var text = text(commit);
        int number = numberOf(commit);
        rows.set(1, project)
                .set(2, number)
                .set(3, graph.id(commit).bytes())
                .set(4, text.tree().bytes())
                .set(5, text.author().name())
                .set(6, text.author().email())
                .set(7, text.author().at().getEpochSecond())
                .set(8, text.author().zoneMinutes())
                .set(9, text.committer().name())
                .set(10, text.committer().email())
                .set(11, text.committer().at().getEpochSecond())
                .set(12, text.committer().zoneMinutes())
                .set(13, text.signed())
                .set(14, text.message().replace('\0', '\uFFFD'))
                .add();
        var parentCommits = graph.parentsOf(commit);
        for (int position = 0; position < parentCommits.length; position++) {
            parents.set(1, project)
                    .set(2, number)
                    .set(3, position)
                    .set(4, numberOf(parentCommits[position]))
                    .add();
        }
    }

    private int numberOf(int commit) {
        var known = numbers.get(commit);
        if (known == null) {
            throw new TempleException(
                    ErrorCode.TEMPLE_OBJECT_MISSING,
                    "The project has no record of the commit %s.".formatted(graph.id(commit)));
        }
        return known;
    }

    /// Looks up the parents that the project has already.
    private void findEarlier(int[] commits) {
        var earlier = new HashSet<GitId>();
        for (int commit : commits) {
            for (int parent : graph.parentsOf(commit)) {
                if (!numbers.containsKey(parent)) {
                    earlier.add(graph.id(parent));
                }
            }
        }
        new SqliteCommitStore(tx, project).find(earlier).forEach((id, known) -> {
            numbers.put(graph.find(id), known.number());
            earlierTrees.put(graph.find(id), graph.number(known.tree()));
        });
    }

    private void findChanges(int commit) {
        var parents = graph.parentsOf(commit);
        int before = parents.length == 0 ? -1 : treeOf(parents[0]);
        int number = numberOf(commit);
        var diff = new TreeDiff(
                graph,
                id -> source.read(id).bytes(),
                (path, oldMode, oldTarget, newMode, newTarget) ->
                        changes.add(paths.of(path), number, newMode, newTarget));
        try {
            diff.compare(before, graph.treeOf(commit));
        } catch (MalformedObject damaged) {
            throw new TempleException(
                    ErrorCode.TEMPLE_CORRUPT,
                    "A tree of commit %s is damaged: %s.".formatted(graph.id(commit), damaged.getMessage()),
                    damaged);
        }
    }

    private int treeOf(int commit) {
        numberOf(commit);
        var earlier = earlierTrees.get(commit);
        return earlier != null ? earlier : graph.treeOf(commit);
    }

    /// Rows go in by path, because that is how the table is sorted.
    private void writeChanges() {
        tx.batch(
                ADD_CHANGE,
                batch -> changes.sortedByFirst((path, commit, mode, target) -> {
                    batch.set(1, project).set(2, path).set(3, commit).set(4, mode);
                    if (target < 0) {
                        batch.setNull(5);
                    } else {
                        batch.set(5, graph.id(target).bytes());
                    }
                    batch.add();
                }));
        changes.clear();
    }

    private CommitText text(int commit) {
        var id = graph.id(commit);
        try {
            return CommitText.parse(source.read(id).bytes());
        } catch (MalformedObject damaged) {
            throw new TempleException(
                    ErrorCode.TEMPLE_CORRUPT, "Commit %s is damaged: %s.".formatted(id, damaged.getMessage()), damaged);
        }
    }
}
