package dev.templedb.temple.history;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.objects.StoredObjects;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntPredicate;

/// Says what happened in a project: its log, single commits, branches, tags and contributors.
///
/// Each method reads one consistent state. Names are understood as [RefResolver] does, with its errors.
public final class HistoryReader {
    private static final String CHANGED_BY = """
            SELECT DISTINCT h.commit_no
              FROM paths p JOIN commit_changes h USING (project_id, path_no)
             WHERE p.project_id = ?1 AND (p.path = ?2 OR p.path > ?3 AND p.path < ?4)
            """;
    private static final String HAS_PATH =
            "SELECT 1 FROM paths WHERE project_id = ?1 AND (path = ?2 OR path > ?3 AND path < ?4)";
    private static final String REFS_OF =
            "SELECT name FROM refs WHERE project_id = ?1 AND commit_id = ?2 ORDER BY name";
    private static final String ALL_REFS =
            "SELECT name, commit_id FROM refs WHERE project_id = ?1 AND commit_id IS NOT NULL ORDER BY name";
    private static final String REF_COMMITS =
            "SELECT DISTINCT commit_id FROM refs WHERE project_id = ?1 AND commit_id IS NOT NULL";
    private static final String CONTRIBUTORS = """
            SELECT c.author_name, c.author_email, g.commits, g.first, g.last
              FROM (SELECT max(commit_no) AS newest, count(*) AS commits, min(authored_at) AS first, max(authored_at) AS last
                      FROM commits
                     WHERE project_id = ?1
                     GROUP BY lower(author_email)) g
                   JOIN commits c ON c.project_id = ?1 AND c.commit_no = g.newest
             ORDER BY g.commits DESC, lower(c.author_email)
            """;

    private final Temple temple;

    public HistoryReader(Temple temple) {
        this.temple = temple;
    }

    /// What `ref` stands for.
    public ResolvedRef resolve(long project, String ref) {
        return reading((tx, objects) -> new RefResolver(tx, project, objects).resolve(ref));
    }

    /// The commits that `query` asks for. Reads only as far back as the page needs.
    ///
    /// @throws TempleException with `FILE_NOT_FOUND` when no commit ever had the path, `COMMIT_NOT_FOUND` when the
    /// page
    ///         before ended with a commit that is not there
    public LogPage log(long project, LogQuery query) {
        return reading((tx, objects) -> {
            var page = new ArrayList<Commit>();
            var more = walk(tx, objects, project, query, new LogVisitor() {
                @Override
                public void show(int number, Commit commit, List<Integer> parents) {
                    page.add(commit);
                }

                @Override
                public void skip(int number, List<Integer> parents) {
                    // A list shows nothing in its place.
                }
            });
            return new LogPage(page, more);
        });
    }

    /// The commits that `query` asks for, with the lines between them. The page has the same commits as that of
    /// [#log]; what lies between two of them is left out.
    public LogGraph graph(long project, LogQuery query) {
        return reading((tx, objects) -> {
            var commits = new CommitReader(tx, project);
            var shown = new LinkedHashMap<Integer, Commit>();
            var parents = new HashMap<Integer, List<Integer>>();
            var skipped = new HashMap<Integer, List<Integer>>();
            var more = walk(tx, objects, project, query, new LogVisitor() {
                @Override
                public void show(int number, Commit commit, List<Integer> itsParents) {
                    shown.put(number, commit);
                    parents.put(number, itsParents);
                }

                @Override
                public void skip(int number, List<Integer> itsParents) {
                    skipped.put(number, itsParents);
                }
            });
            Map<GitId, List<String>> refs = new HashMap<>();
            tx.query(ALL_REFS)
                    .bind(1, project)
                    .forEach(row -> refs.computeIfAbsent(GitId.ofBytes(row.bytes(2)), id -> new ArrayList<>())
                            .add(row.text(1)));
            var nodes = new ArrayList<LogGraph.Node>();
            shown.forEach((number, commit) -> nodes.add(new LogGraph.Node(
                    commit,
                    shownBelow(Objects.requireNonNull(parents.get(number)), skipped).stream()
                            .map(below -> shown.containsKey(below)
                                    ? shown.get(below).id()
                                    : commits.commit(below).id())
                            .toList(),
                    refs.getOrDefault(commit.id(), List.of()))));
            return new LogGraph(LogGraph.inLines(nodes), more);
        });
    }

    private static List<Integer> shownBelow(List<Integer> parents, Map<Integer, List<Integer>> skipped) {
        var below = new LinkedHashSet<Integer>();
        for (int parent : parents) {
            var at = List.of(parent);
            while (!at.isEmpty() && skipped.containsKey(at.getFirst())) {
                at = skipped.get(at.getFirst());
            }
            if (!at.isEmpty()) {
                below.add(at.getFirst());
            }
        }
        return List.copyOf(below);
    }

    private interface LogVisitor {
        void show(int number, Commit commit, List<Integer> parents);

        /// Hears of a commit that the query leaves out.
        void skip(int number, List<Integer> parents);
    }

    /// @return whether there are more commits than the query's limit
    private static boolean walk(
            Transaction tx, StoredObjects objects, long project, LogQuery query, LogVisitor visitor) {
        var commits = new CommitReader(tx, project);
        var walk = new CommitWalk(commits, query.walk() == LogQuery.Walk.FIRST_PARENTS);
        walk.from(commits.requireNumber(
                new RefResolver(tx, project, objects).resolve(query.ref()).requireCommit()));
        if (query.walk() == LogQuery.Walk.ALL_REFS) {
            tx.query(REF_COMMITS)
                    .bind(1, project)
                    .list(row -> GitId.ofBytes(row.bytes(1)))
                    .forEach(tip -> commits.number(tip).ifPresent(walk::from));
        }
        var wanted = wanted(tx, project, query, commits);
        int shown = 0;
        for (var next = walk.next(); next.isPresent(); next = walk.next()) {
            int number = next.getAsInt();
            var commit = wanted.test(number) ? Optional.of(commits.commit(number)) : Optional.<Commit>empty();
            if (commit.filter(found -> matches(query, found)).isEmpty()) {
                visitor.skip(number, walk.parents());
            } else if (shown++ == query.limit()) {
                return true;
            } else {
                visitor.show(number, commit.get(), walk.parents());
            }
        }
        return false;
    }

    private static IntPredicate wanted(Transaction tx, long project, LogQuery query, CommitReader commits) {
        int bound = query.before().map(commits::requireNumber).orElse(Integer.MAX_VALUE);
        if (query.path().isEmpty() || query.path().get().isRoot()) {
            return number -> number < bound;
        }
        var changed = changedBy(tx, project, query.path().get());
        return number -> number < bound && changed.get(number);
    }

    /// Paths in a directory are those between `directory/` and `directory0`, because `0` follows `/`.
    private static BitSet changedBy(Transaction tx, long project, FilePath path) {
        var changed = new BitSet();
        tx.query(CHANGED_BY)
                .bind(1, project)
                .bind(2, path.bytes())
                .bind(3, followedBy(path, "/"))
                .bind(4, followedBy(path, "0"))
                .forEach(row -> changed.set(row.intValue(1)));
        if (changed.isEmpty() && !hasPath(tx, project, path)) {
            throw noFile(path);
        }
        return changed;
    }

    private static boolean hasPath(Transaction tx, long project, FilePath path) {
        return tx.query(HAS_PATH)
                .bind(1, project)
                .bind(2, path.bytes())
                .bind(3, followedBy(path, "/"))
                .bind(4, followedBy(path, "0"))
                .exists();
    }

    private static byte[] followedBy(FilePath path, String next) {
        var bytes = path.bytes();
        var longer = java.util.Arrays.copyOf(bytes, bytes.length + 1);
        longer[bytes.length] = next.getBytes(StandardCharsets.US_ASCII)[0];
        return longer;
    }

    static TempleException noFile(FilePath path) {
        return new TempleException(ErrorCode.FILE_NOT_FOUND, "There is no file %s.".formatted(path));
    }

    private static boolean matches(LogQuery query, Commit commit) {
        var made = commit.committer().at();
        return query.since().filter(made::isBefore).isEmpty()
                && query.until().filter(made::isAfter).isEmpty()
                && query.author().filter(text -> !wrote(text, commit)).isEmpty()
                && query.text()
                        .filter(text ->
                                !commit.message().toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT)))
                        .isEmpty();
    }

    private static boolean wrote(String author, Commit commit) {
        return "%s <%s>"
                .formatted(commit.author().name(), commit.author().email())
                .toLowerCase(Locale.ROOT)
                .contains(author.toLowerCase(Locale.ROOT));
    }

    /// One commit, with what it changed against its first parent. Costs as much as the changed directories are
    /// large.
    public CommitDetails show(long project, String ref) {
        return reading((tx, objects) -> {
            var id = new RefResolver(tx, project, objects).resolve(ref).requireCommit();
            var commits = new CommitReader(tx, project);
            var commit = commits.commit(id);
            var before = commit.parents().stream()
                    .findFirst()
                    .map(parent -> commits.commit(parent).tree());
            var refs = tx.query(REFS_OF).bind(1, project).bind(2, id.bytes()).list(row -> row.text(1));
            return new CommitDetails(commit, refs, TreeChanges.between(objects, before, commit.tree()));
        });
    }

    /// The files that differ between the trees of two refs, by path.
    public List<FileChange> changes(long project, String from, String to) {
        return reading((tx, objects) -> {
            var resolver = new RefResolver(tx, project, objects);
            return TreeChanges.between(
                    objects,
                    Optional.of(resolver.resolve(from).requireTree()),
                    resolver.resolve(to).requireTree());
        });
    }

    /// All branches, tags and other refs, with what `HEAD` points to.
    public RefList refs(long project) {
        return reading((tx, objects) -> new RefLister(tx, project, objects).list());
    }

    /// Everybody who wrote commits that the project has, the busiest first.
    public List<Contributor> contributors(long project) {
        return temple.file()
                .read(tx -> tx.query(CONTRIBUTORS)
                        .bind(1, project)
                        .list(row -> new Contributor(
                                row.text(1),
                                row.text(2),
                                row.longValue(3),
                                Instant.ofEpochSecond(row.longValue(4)),
                                Instant.ofEpochSecond(row.longValue(5)))));
    }

    @FunctionalInterface
    private interface Reading<T> {
        T from(Transaction tx, StoredObjects objects);
    }

    private <T> T reading(Reading<T> work) {
        return temple.file().read(tx -> {
            try (var objects = new StoredObjects(tx)) {
                return work.from(tx, objects);
            }
        });
    }
}
