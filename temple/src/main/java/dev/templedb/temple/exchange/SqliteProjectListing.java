package dev.templedb.temple.exchange;

import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import dev.templedb.packages.content.PackagedCommit;
import dev.templedb.packages.content.PackagedFile;
import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the files and commits of a project for its package: a constant number of statements, however many there are.
final class SqliteProjectListing {
    private static final String FILES = """
            SELECT t.path, f.mode, f.blob, o.sha256, f.bytes, f.type, f.language, f.lines, f.code_lines, f.complexity,
                   f.path_no
              FROM files f
                   JOIN paths t USING (project_id, path_no)
                   LEFT JOIN objects o ON o.id = f.blob AND f.mode <> 57344
             WHERE f.project_id = ?1
             ORDER BY t.path
            """;
    /// Each path's changes, the newest last. The order by time and id, and not by number, keeps the result a
    /// function of
    /// the state alone.
    private static final String CHANGES = """
            SELECT h.path_no, c.committed_at, c.author_name
              FROM commit_changes h JOIN commits c USING (project_id, commit_no)
             WHERE h.project_id = ?1
             ORDER BY h.path_no, c.committed_at, c.commit_id
            """;

    private record Changes(
            int count, Instant last, @Nullable String author) {
        static final Changes NONE = new Changes(0, Instant.EPOCH, null);
    }

    private static final String PARENTS = """
            SELECT p.commit_no, c.commit_id
              FROM commit_parents p JOIN commits c ON c.project_id = p.project_id AND c.commit_no = p.parent_no
             WHERE p.project_id = ?1
             ORDER BY p.commit_no, p.position
            """;
    private static final String COMMITS = """
            SELECT commit_no, commit_id, author_name, author_email, message, authored_at
              FROM commits
             WHERE project_id = ?1
             ORDER BY committed_at, commit_id
            """;

    private SqliteProjectListing() {}

    static List<PackagedFile> files(Transaction tx, long project) {
        var changes = changes(tx, project);
        return tx.query(FILES)
                .bind(1, project)
                .list(row -> toFile(row, changes.getOrDefault(row.intValue(11), Changes.NONE)));
    }

    /// Joined here and not by SQLite, which would look through all changes for each file.
    private static Map<Integer, Changes> changes(Transaction tx, long project) {
        var changes = new HashMap<Integer, Changes>();
        tx.query(CHANGES).bind(1, project).forEach(row -> {
            var known = changes.getOrDefault(row.intValue(1), Changes.NONE);
            changes.put(
                    row.intValue(1),
                    new Changes(known.count() + 1, Instant.ofEpochSecond(row.longValue(2)), row.text(3)));
        });
        return changes;
    }

    private static PackagedFile toFile(Row row, Changes changes) {
        var sha256 = row.nullableBytes(4);
        return new PackagedFile(
                row.bytes(1),
                row.intValue(2),
                GitId.ofBytes(row.bytes(3)),
                sha256 == null ? null : Sha256.ofBytes(sha256),
                row.longValue(5),
                row.text(6),
                row.nullableText(7),
                row.longValue(8),
                row.longValue(9),
                row.longValue(10),
                changes.count(),
                changes.last(),
                changes.author());
    }

    static List<PackagedCommit> commits(Transaction tx, long project) {
        Map<Integer, List<GitId>> parents = new HashMap<>();
        tx.query(PARENTS)
                .bind(1, project)
                .forEach(row -> parents.computeIfAbsent(row.intValue(1), number -> new ArrayList<>(1))
                        .add(GitId.ofBytes(row.bytes(2))));
        return tx.query(COMMITS)
                .bind(1, project)
                .list(row -> new PackagedCommit(
                        GitId.ofBytes(row.bytes(2)),
                        parents.getOrDefault(row.intValue(1), List.of()),
                        row.text(3),
                        row.text(4),
                        row.text(5),
                        Instant.ofEpochSecond(row.longValue(6))));
    }
}
