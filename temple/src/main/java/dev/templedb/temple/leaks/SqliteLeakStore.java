package dev.templedb.temple.leaks;

import dev.templedb.analysis.secrets.Finding;
import dev.templedb.core.GitId;
import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What was found in the contents of files, inside one transaction.
final class SqliteLeakStore {
    private static final String IS_SCANNED = "SELECT 1 FROM scanned_frames WHERE frame_no = ?1 AND rules = ?2";
    private static final String SET_SCANNED = """
            INSERT INTO scanned_frames (frame_no, rules) VALUES (?1, ?2)
            ON CONFLICT (frame_no) DO UPDATE SET rules = excluded.rules
            """;
    private static final String CLEAR = "DELETE FROM blob_findings WHERE blob = ?1";
    private static final String PUT = """
            INSERT INTO blob_findings (blob, number, kind, line, excerpt)
            VALUES (?1, ?2, ?3, ?4, ?5)
            """;
    private static final String FINDINGS =
            "SELECT kind, line, excerpt FROM blob_findings WHERE blob = ?1 ORDER BY number";
    private static final String PLACES = """
            SELECT t.path, h.blob, c.commit_id
              FROM commit_changes h
                   JOIN paths t ON t.project_id = h.project_id AND t.path_no = h.path_no
                   JOIN commits c ON c.project_id = h.project_id AND c.commit_no = h.commit_no
             WHERE h.project_id = ?1
               AND h.blob IS NOT NULL
               AND h.mode <> 57344
               AND (h.blob IN (SELECT blob FROM blob_findings)
                    OR h.path_no IN (SELECT path_no FROM paths
                                      WHERE project_id = ?1
                                        AND (CAST(path AS TEXT) LIKE '.env%'
                                             OR CAST(path AS TEXT) LIKE '%/.env%'
                                             OR CAST(path AS TEXT) LIKE '%.env'
                                             OR CAST(path AS TEXT) LIKE '%_netrc')))
             ORDER BY h.commit_no DESC, t.path
            """;
    private static final String PRESENT = """
            SELECT t.path, f.blob
              FROM files f JOIN paths t USING (project_id, path_no)
             WHERE f.project_id = ?1
            """;

    private static final String LAST = "SELECT coalesce(max(commit_no), 0) FROM commits WHERE project_id = ?1";
    private static final String CHANGED_SINCE = """
            SELECT t.path, h.blob, c.commit_id,
                   (SELECT o.blob
                      FROM commit_changes o
                     WHERE o.project_id = ?1 AND o.path_no = h.path_no AND o.commit_no <= ?2 AND o.blob IS NOT NULL
                     ORDER BY o.commit_no DESC
                     LIMIT 1)
              FROM commit_changes h
                   JOIN paths t ON t.project_id = h.project_id AND t.path_no = h.path_no
                   JOIN commits c ON c.project_id = h.project_id AND c.commit_no = h.commit_no
             WHERE h.project_id = ?1 AND h.commit_no > ?2 AND h.blob IS NOT NULL AND h.mode <> 57344
             ORDER BY h.commit_no DESC, t.path
            """;

    /// A content that came under a path, and the one that was there before.
    record Changed(Place place, Optional<GitId> before) {}

    /// A content under a path, in the newest commit that brought it there.
    record Place(String path, GitId blob, String commit) {
        String fileName() {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        String key() {
            return path + '\0' + blob;
        }
    }

    private final Transaction tx;

    SqliteLeakStore(Transaction tx) {
        this.tx = tx;
    }

    boolean isScanned(int frame, int rules) {
        return tx.query(IS_SCANNED).bind(1, frame).bind(2, rules).exists();
    }

    void setScanned(int frame, int rules) {
        tx.update(SET_SCANNED).bind(1, frame).bind(2, rules).execute();
    }

    void put(GitId blob, List<Finding> findings) {
        tx.update(CLEAR).bind(1, blob.bytes()).execute();
        int number = 0;
        for (var finding : findings) {
            tx.update(PUT)
                    .bind(1, blob.bytes())
                    .bind(2, number++)
                    .bind(3, finding.kind().name())
                    .bind(4, finding.line())
                    .bind(5, finding.excerpt())
                    .execute();
        }
    }

    List<Finding> findings(GitId blob) {
        return tx.query(FINDINGS)
                .bind(1, blob.bytes())
                .list(row -> new Finding(Finding.Kind.valueOf(row.text(1)), row.intValue(2), row.text(3)));
    }

    /// Where contents with findings are, and files of variables, the newest first.
    List<Place> places(long project) {
        return tx.query(PLACES)
                .bind(1, project)
                .list(row -> new Place(
                        path(row),
                        GitId.ofBytes(row.bytes(2)),
                        GitId.ofBytes(row.bytes(3)).hex()));
    }

    /// The number of the newest commit, or 0.
    long lastCommit(long project) {
        return tx.query(LAST).bind(1, project).first(row -> row.longValue(1)).orElse(0L);
    }

    /// What commits after number `last` changed, the newest first.
    List<Changed> changedSince(long project, long last) {
        return tx.query(CHANGED_SINCE)
                .bind(1, project)
                .bind(2, last)
                .list(row -> new Changed(
                        new Place(
                                path(row),
                                GitId.ofBytes(row.bytes(2)),
                                GitId.ofBytes(row.bytes(3)).hex()),
                        Optional.ofNullable(row.nullableBytes(4)).map(GitId::ofBytes)));
    }

    /// The keys of the files of `HEAD`.
    Set<String> present(long project) {
        var keys = new HashSet<String>();
        tx.query(PRESENT)
                .bind(1, project)
                .forEach(row -> keys.add(new Place(path(row), GitId.ofBytes(row.bytes(2)), "").key()));
        return keys;
    }

    private static String path(Row row) {
        return new String(row.bytes(1), StandardCharsets.UTF_8);
    }
}
