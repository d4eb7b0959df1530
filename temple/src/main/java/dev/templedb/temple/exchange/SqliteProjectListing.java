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

/// Reads the files and commits of a project for its package: a constant number of statements, however many there are.
final class SqliteProjectListing {
    /// The order by time and id, and not by number, keeps the result a function of the state alone.
    private static final String FILES = """
            WITH latest AS (
                SELECT h.path_no, count(*) OVER (PARTITION BY h.path_no) AS versions, c.committed_at, c.author_name,
                       row_number() OVER (PARTITION BY h.path_no ORDER BY c.committed_at DESC, c.commit_id DESC) AS place
                  FROM commit_changes h JOIN commits c USING (project_id, commit_no)
                 WHERE h.project_id = ?1
                   AND h.path_no IN (SELECT path_no FROM files WHERE project_id = ?1)
            )
            SELECT t.path, f.mode, f.blob, o.sha256, f.bytes, f.type, f.language, f.lines, f.code_lines, f.complexity,
                   coalesce(l.versions, 0), coalesce(l.committed_at, 0), l.author_name
              FROM files f
                   JOIN paths t USING (project_id, path_no)
                   LEFT JOIN objects o ON o.id = f.blob AND f.mode <> 57344
                   LEFT JOIN latest l ON l.path_no = f.path_no AND l.place = 1
             WHERE f.project_id = ?1
             ORDER BY t.path
            """;
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
        return tx.query(FILES).bind(1, project).list(SqliteProjectListing::toFile);
    }

    private static PackagedFile toFile(Row row) {
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
                row.intValue(11),
                Instant.ofEpochSecond(row.longValue(12)),
                row.nullableText(13));
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
