package dev.templedb.temple.environments;

import dev.templedb.core.GitId;
import dev.templedb.sqlite.Transaction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the files of `HEAD` are, inside one transaction.
final class SqliteHeadFiles {
    private static final String FILES = """
            SELECT p.path, f.blob, f.bytes
              FROM files f JOIN paths p USING (project_id, path_no)
             WHERE f.project_id = ?1 AND f.type IS NOT NULL
             ORDER BY p.path
            """;
    private static final String CODE_LINES = """
            SELECT language, sum(code_lines)
              FROM files
             WHERE project_id = ?1 AND language IS NOT NULL AND code_lines > 0
             GROUP BY language
            """;
    private static final String ANY = "SELECT 1 FROM files WHERE project_id = ?1 LIMIT 1";

    private final Transaction tx;
    private final long project;

    SqliteHeadFiles(Transaction tx, long project) {
        this.tx = tx;
        this.project = project;
    }

    /// A file that may say something about tools.
    record Manifest(String path, GitId blob, long bytes) {}

    boolean isEmpty() {
        return !tx.query(ANY).bind(1, project).exists();
    }

    List<Manifest> manifests() {
        return tx
                .query(FILES)
                .bind(1, project)
                .list(row -> new Manifest(
                        new String(row.bytes(1), StandardCharsets.UTF_8),
                        GitId.ofBytes(row.bytes(2)),
                        row.longValue(3)))
                .stream()
                .filter(file -> file.bytes() <= Manifests.LARGEST && Manifests.isTelling(file.path()))
                .toList();
    }

    /// By language.
    Map<String, Long> codeLines() {
        var lines = new TreeMap<String, Long>();
        tx.query(CODE_LINES).bind(1, project).forEach(row -> lines.put(row.text(1), row.longValue(2)));
        return lines;
    }
}
