package dev.templedb.temple.search;

import dev.templedb.core.GitId;
import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.history.FilePath;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The SQL of searches, inside one transaction.
final class SqliteSearchStore {
    private static final String DOCS = """
            SELECT rowid FROM text_index WHERE text_index MATCH ?1 AND rowid < ?2 ORDER BY rowid DESC LIMIT ?3
            """;
    private static final String FILES_OF_DOCS = """
            SELECT f.project_id, t.path, f.blob, f.language, o.frame_no, o.ordinal
              FROM json_each(?1) j
              CROSS JOIN indexed_texts i ON i.doc = j.value
              CROSS JOIN files f ON f.blob = i.blob
              CROSS JOIN paths t ON t.project_id = f.project_id AND t.path_no = f.path_no
              CROSS JOIN objects o ON o.id = f.blob
            """;
    private static final String ALL_FILES = """
            SELECT f.project_id, t.path, f.blob, f.language, o.frame_no, o.ordinal
              FROM files f JOIN paths t USING (project_id, path_no) JOIN objects o ON o.id = f.blob
             WHERE f.project_id IN (SELECT value FROM json_each(?1)) AND f.is_binary = 0 AND f.bytes BETWEEN 1 AND 4194304
               AND f.type NOT IN ('symlink', 'submodule')
            """;
    private static final String NOT_SEARCHED = """
            SELECT count(*)
              FROM json_each(?1) j
              CROSS JOIN files f INDEXED BY files_not_searched ON f.project_id = j.value
             WHERE f.is_binary = 1 OR f.bytes > 4194304
            """;
    private static final String BEHIND = "SELECT EXISTS (SELECT 1 FROM settings WHERE key = 'text_index')";
    private static final String UP_TO_DATE = "DELETE FROM settings WHERE key = 'text_index'";
    private static final String NOT_INDEXED = """
            SELECT DISTINCT f.blob
              FROM files f
             WHERE f.is_binary = 0 AND f.bytes BETWEEN 1 AND 4194304 AND f.type NOT IN ('symlink', 'submodule')
               AND NOT EXISTS (SELECT 1 FROM indexed_texts i WHERE i.blob = f.blob)
            """;
    private static final String SEARCHABLE = "SELECT project_id, slug FROM projects WHERE removed_at IS NULL";
    private static final String VERSIONS = """
            SELECT t.path, h.blob, c.commit_id, n.versions, c.committed_at
              FROM (SELECT path_no, blob, max(commit_no) AS commit_no, count(*) AS versions
                      FROM commit_changes
                     WHERE project_id = ?1 AND mode <> 40960 AND blob IN (SELECT unhex(value) FROM json_each(?2))
                     GROUP BY path_no) n
              JOIN commit_changes h ON h.project_id = ?1 AND h.path_no = n.path_no AND h.commit_no = n.commit_no
              JOIN paths t ON t.project_id = ?1 AND t.path_no = n.path_no
              JOIN commits c ON c.project_id = ?1 AND c.commit_no = n.commit_no
            """;

    private final Transaction tx;

    SqliteSearchStore(Transaction tx) {
        this.tx = tx;
    }

    /// A project that can be searched.
    record Place(long project, String slug) {}

    /// A file that may have what is sought.
    record Candidate(
            long project,
            FilePath path,
            GitId blob,
            @Nullable String language,
            int frame,
            int ordinal) {}

    /// The newest version of a file among those that have what is sought.
    record Version(FilePath path, GitId blob, GitId commit, long versions, long committedAt) {}

    List<Place> projects() {
        return tx.query(SEARCHABLE).list(row -> new Place(row.longValue(1), row.text(2)));
    }

    /// Numbers of indexed texts that `needed` lets through, the newest first.
    ///
    /// @param below only those with smaller numbers
    List<Long> docs(String needed, long below, int most) {
        return tx.query(DOCS).bind(1, needed).bind(2, below).bind(3, most).list(row -> row.longValue(1));
    }

    /// The files of all projects that have these texts.
    List<Candidate> files(Collection<Long> docs) {
        return tx.query(FILES_OF_DOCS).bind(1, json(docs)).list(SqliteSearchStore::candidate);
    }

    /// All files of these projects that can be searched.
    List<Candidate> filesOf(Collection<Long> projects) {
        return tx.query(ALL_FILES).bind(1, json(projects)).list(SqliteSearchStore::candidate);
    }

    /// How many files of these projects cannot be searched.
    long notSearched(Collection<Long> projects) {
        return tx.query(NOT_SEARCHED).bind(1, json(projects)).longValue();
    }

    /// Whether texts may be missing in the index, because the temple is older than it.
    boolean isBehind() {
        return tx.query(BEHIND).first(row -> row.booleanValue(1)).orElse(false);
    }

    void setUpToDate() {
        tx.update(UP_TO_DATE).execute();
    }

    /// Texts of `HEAD` that are missing in the index.
    List<GitId> notIndexed() {
        return tx.query(NOT_INDEXED).list(row -> GitId.ofBytes(row.bytes(1)));
    }

    /// Which files of a project had one of these contents.
    List<Version> versions(long project, Collection<GitId> blobs) {
        var ids = blobs.stream().map(id -> '"' + id.hex() + '"').collect(Collectors.joining(",", "[", "]"));
        return tx.query(VERSIONS)
                .bind(1, project)
                .bind(2, ids)
                .list(row -> new Version(
                        FilePath.of(row.bytes(1)),
                        GitId.ofBytes(row.bytes(2)),
                        GitId.ofBytes(row.bytes(3)),
                        row.longValue(4),
                        row.longValue(5)));
    }

    private static Candidate candidate(Row row) {
        return new Candidate(
                row.longValue(1),
                FilePath.of(row.bytes(2)),
                GitId.ofBytes(row.bytes(3)),
                row.nullableText(4),
                row.intValue(5),
                row.intValue(6));
    }

    private static String json(Collection<Long> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }
}
