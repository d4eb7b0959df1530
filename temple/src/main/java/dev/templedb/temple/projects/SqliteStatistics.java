package dev.templedb.temple.projects;

import dev.templedb.sqlite.Query;
import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.projects.Statistics.Group;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Counts files, lines and commits. A submodule (mode 0160000, which is 57344) has no content here and is no file.
public final class SqliteStatistics {
    private static final String MOST_FILES = """
            SELECT coalesce(max(files), 0)
              FROM (SELECT count(*) AS files FROM files GROUP BY project_id)
            """;
    private static final String FILES = """
            SELECT count(*) AS files, coalesce(sum(f.bytes), 0) AS bytes, coalesce(sum(f.lines), 0) AS lines,
                   coalesce(sum(f.code_lines), 0) AS code_lines, coalesce(sum(f.comment_lines), 0) AS comment_lines,
                   coalesce(sum(f.blank_lines), 0) AS blank_lines, coalesce(sum(f.complexity), 0) AS complexity,
                   coalesce(sum(f.is_binary), 0) AS binary_files
              FROM files f JOIN projects p USING (project_id)
             WHERE p.removed_at IS NULL AND (:id IS NULL OR p.project_id = :id) AND f.mode <> 57344
            """;
    private static final String UNIQUE_BYTES = """
            SELECT coalesce(sum(bytes), 0)
              FROM (SELECT DISTINCT f.project_id, f.blob, f.bytes
                      FROM files f JOIN projects p USING (project_id)
                     WHERE p.removed_at IS NULL AND (:id IS NULL OR p.project_id = :id))
            """;
    private static final String GROUPS = """
            SELECT f.language, f.type, count(*) AS files, sum(f.bytes) AS bytes, sum(f.lines) AS lines,
                   sum(f.code_lines) AS code_lines, sum(f.comment_lines) AS comment_lines, sum(f.complexity) AS complexity
              FROM files f JOIN projects p USING (project_id)
             WHERE p.removed_at IS NULL AND (:id IS NULL OR p.project_id = :id) AND f.mode <> 57344
             GROUP BY f.language, f.type
             ORDER BY sum(f.bytes) DESC, f.language, f.type
            """;
    private static final String COMMITS = """
            SELECT count(*) AS commits, count(DISTINCT author_email) AS authors
              FROM commits c JOIN projects p USING (project_id)
             WHERE p.removed_at IS NULL AND (:id IS NULL OR p.project_id = :id)
            """;
    private static final String REFS = """
            SELECT coalesce(sum(r.name LIKE 'refs/heads/%'), 0) AS branches, coalesce(sum(r.name LIKE 'refs/tags/%'), 0) AS tags
              FROM refs r JOIN projects p USING (project_id)
             WHERE p.removed_at IS NULL AND (:id IS NULL OR p.project_id = :id)
            """;

    private final Temple temple;

    public SqliteStatistics(Temple temple) {
        this.temple = temple;
    }

    /// The figures of one project.
    public Statistics of(Project project) {
        return temple.file().read(tx -> count(tx, project.id()));
    }

    /// The figures of all projects that are not removed. Content that two projects share counts in both.
    public Statistics ofAll() {
        return temple.file().read(tx -> count(tx, null));
    }

    /// The branches, tags and other refs of one project.
    public ProjectRefs refsOf(Project project) {
        return temple.file()
                .read(tx -> ProjectRefs.of(
                        tx.query(
                                        "SELECT coalesce(head_ref, nullif(lower(hex(head_commit)), '')) FROM projects WHERE project_id = :id")
                                .bind("id", project.id())
                                .first(row -> Optional.ofNullable(row.nullableText(1)))
                                .orElseThrow(),
                        tx.query("SELECT name FROM refs WHERE project_id = :id ORDER BY name")
                                .bind("id", project.id())
                                .list(row -> row.text(1))));
    }

    /// What the temple's file holds.
    public StorageStatistics ofStorage() {
        long fileBytes = temple.file().fileBytes();
        int schemaVersion = temple.file().schemaVersion();
        return temple.file()
                .read(tx -> new StorageStatistics(
                        tx.query("SELECT count(*) FROM projects WHERE removed_at IS NULL")
                                .longValue(),
                        tx.query("SELECT count(*) FROM projects WHERE removed_at IS NOT NULL")
                                .longValue(),
                        tx.query("SELECT count(*) FROM objects").longValue(),
                        tx.query("SELECT coalesce(sum(raw_bytes), 0) FROM frames")
                                .longValue(),
                        tx.query("SELECT coalesce(sum(length(data)), 0) FROM frames")
                                .longValue(),
                        fileBytes,
                        schemaVersion));
    }

    /// How many files the project with the most files has.
    public long mostFiles() {
        return temple.file().read(tx -> tx.query(MOST_FILES).longValue());
    }

    private static Statistics count(Transaction tx, @Nullable Long id) {
        var files = one(tx, FILES, id, SqliteStatistics::toFiles);
        var commits = one(tx, COMMITS, id, row -> new long[] {row.longValue("commits"), row.longValue("authors")});
        var refs = one(tx, REFS, id, row -> new long[] {row.longValue("branches"), row.longValue("tags")});
        long uniqueBytes = bound(tx, UNIQUE_BYTES, id).longValue();
        return new Statistics(
                files.files,
                files.bytes,
                files.lines,
                files.codeLines,
                files.commentLines,
                files.blankLines,
                files.complexity,
                files.binaryFiles,
                files.bytes - uniqueBytes,
                commits[0],
                commits[1],
                refs[0],
                refs[1],
                groups(tx, id));
    }

    private record Files(
            long files,
            long bytes,
            long lines,
            long codeLines,
            long commentLines,
            long blankLines,
            long complexity,
            long binaryFiles) {}

    private static Files toFiles(Row row) {
        return new Files(
                row.longValue("files"),
                row.longValue("bytes"),
                row.longValue("lines"),
                row.longValue("code_lines"),
                row.longValue("comment_lines"),
                row.longValue("blank_lines"),
                row.longValue("complexity"),
                row.longValue("binary_files"));
    }

    private static List<Group> groups(Transaction tx, @Nullable Long id) {
        return bound(tx, GROUPS, id)
                .list(row -> new Group(
                        row.nullableText("language"),
                        row.text("type"),
                        row.longValue("files"),
                        row.longValue("bytes"),
                        row.longValue("lines"),
                        row.longValue("code_lines"),
                        row.longValue("comment_lines"),
                        row.longValue("complexity")));
    }

    private static <T> T one(
            Transaction tx, String sql, @Nullable Long id, java.util.function.Function<Row, T> mapper) {
        return bound(tx, sql, id).first(mapper).orElseThrow();
    }

    private static Query bound(Transaction tx, String sql, @Nullable Long id) {
        return tx.query(sql).bind("id", id);
    }
}
