package dev.templedb.temple.search;

import dev.templedb.core.GitId;
import dev.templedb.packages.frames.FramePlace;
import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.textindex.TextBlocks;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The SQL of searches, inside one transaction.
final class SqliteSearchStore {
    private static final String DOCS = """
            SELECT rowid FROM text_index WHERE text_index MATCH ?1 AND rowid < ?2 ORDER BY rowid DESC LIMIT ?3
            """;
    private static final String ALL_DOCS = """
            SELECT doc FROM indexed_texts WHERE doc < ?1 ORDER BY doc DESC LIMIT ?2
            """;
    private static final String FILES_OF_DOCS = """
            SELECT f.project_id, t.path, f.blob, f.language, i.block_no, i.start, i.bytes
              FROM json_each(?1) j
              CROSS JOIN indexed_texts i ON i.doc = j.value
              CROSS JOIN files f ON f.blob = i.blob
              CROSS JOIN paths t ON t.project_id = f.project_id AND t.path_no = f.path_no
            """;
    private static final String TEXTS = """
            SELECT i.doc, i.blob, i.block_no, i.start, i.bytes
              FROM json_each(?1) j CROSS JOIN indexed_texts i ON i.doc = j.value
            """;
    private static final String FILES_NAMED = """
            SELECT f.project_id, t.path, f.blob, f.language, i.block_no, i.start, i.bytes
              FROM (SELECT project_id, path_no, path
                      FROM paths
                     WHERE lower(replace(CAST(path AS TEXT), rtrim(CAST(path AS TEXT), replace(CAST(path AS TEXT), '/', '')), ''))
                               = lower(?1)
                     UNION ALL
                    SELECT project_id, path_no, path
                      FROM paths
                     WHERE lower(replace(CAST(path AS TEXT), rtrim(CAST(path AS TEXT), replace(CAST(path AS TEXT), '/', '')), ''))
                               BETWEEN lower(?1) || '.' AND lower(?1) || '/'
                     LIMIT ?2) t
              CROSS JOIN files f ON f.project_id = t.project_id AND f.path_no = t.path_no
              CROSS JOIN indexed_texts i ON i.blob = f.blob
            """;
    /// One table alone, so that it costs some milliseconds whatever there is.
    private static final String MANY_FILES = """
            SELECT 1
              FROM files f
             WHERE f.project_id IN (SELECT value FROM json_each(?1))
               AND (?2 = 0 OR f.language COLLATE NOCASE IN (SELECT value FROM json_each(?3)))
             LIMIT 1 OFFSET ?4
            """;
    private static final String MANY_PATHS = """
            SELECT 1
              FROM paths t
             WHERE t.project_id IN (SELECT value FROM json_each(?1)) AND instr(t.path, ?2) > 0
             LIMIT 1 OFFSET ?3
            """;
    private static final String FILES_IN = """
            SELECT f.project_id, t.path, f.blob, f.language, i.block_no, i.start, i.bytes
              FROM files f
              CROSS JOIN paths t ON t.project_id = f.project_id AND t.path_no = f.path_no
              CROSS JOIN indexed_texts i ON i.blob = f.blob
             WHERE f.project_id IN (SELECT value FROM json_each(?1))
               AND (?2 = 0 OR f.language COLLATE NOCASE IN (SELECT value FROM json_each(?3)))
               AND (?4 IS NULL OR i.doc IN (SELECT rowid FROM text_index WHERE text_index MATCH ?4))
            """;
    private static final String FILES_AT = """
            SELECT f.project_id, t.path, f.blob, f.language, i.block_no, i.start, i.bytes
              FROM paths t
              CROSS JOIN files f ON f.project_id = t.project_id AND f.path_no = t.path_no
              CROSS JOIN indexed_texts i ON i.blob = f.blob
             WHERE t.project_id IN (SELECT value FROM json_each(?1)) AND instr(t.path, ?2) > 0
               AND (?3 IS NULL OR i.doc IN (SELECT rowid FROM text_index WHERE text_index MATCH ?3))
            """;
    private static final String ALL_FILES = """
            SELECT f.project_id, t.path, f.blob, f.language, 0, 0, 0
              FROM files f JOIN paths t USING (project_id, path_no)
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
    /// The order of the joins is fixed: SQLite would begin with all changes of the project and all its commits for
    /// each of them.
    private static final String VERSIONS = """
            SELECT t.path, h.blob, c.commit_id, n.versions, c.committed_at
              FROM (SELECT path_no, blob, max(commit_no) AS commit_no, count(*) AS versions
                      FROM commit_changes
                     WHERE project_id = ?1 AND mode <> 40960 AND blob IN (SELECT unhex(value) FROM json_each(?2))
                     GROUP BY path_no) n
              CROSS JOIN commit_changes h ON h.project_id = ?1 AND h.path_no = n.path_no AND h.commit_no = n.commit_no
              CROSS JOIN paths t ON t.project_id = ?1 AND t.path_no = n.path_no
              CROSS JOIN commits c ON c.project_id = ?1 AND c.commit_no = n.commit_no
            """;

    private static final String OBJECTS_OF_FRAMES = """
            SELECT id, frame_no, ordinal
              FROM objects
             WHERE frame_no IN (SELECT value FROM json_each(?1)) AND length(id) = 20
            """;
    private static final String FILTER = "SELECT bits, binaries FROM frame_trigrams WHERE frame_no = ?1";
    private static final String ADD_FILTER = """
            INSERT OR IGNORE INTO frame_trigrams (frame_no, bits, binaries)
            SELECT frame_no, ?2, ?3 FROM frames WHERE frame_no = ?1 AND sha256 = ?4
            """;
    private static final String FRAME_HASH = "SELECT sha256 FROM frames WHERE frame_no = ?1";

    private final Transaction tx;

    SqliteSearchStore(Transaction tx) {
        this.tx = tx;
    }

    /// A project that can be searched.
    record Searchable(long project, String slug) {}

    /// A file that may have what is sought.
    record Candidate(
            long project,
            FilePath path,
            GitId blob,
            @Nullable String language,
            TextBlocks.Place place) {}

    /// A text that may have what is sought.
    record Text(long doc, GitId blob, TextBlocks.Place place) {}

    /// The newest version of a file among those that have what is sought.
    record Version(FilePath path, GitId blob, GitId commit, long versions, long committedAt) {}

    List<Searchable> projects() {
        return tx.query(SEARCHABLE).list(row -> new Searchable(row.longValue(1), row.text(2)));
    }

    /// The numbers of texts which `needed` lets through, the newest first.
    ///
    /// @param below only smaller numbers
    List<Long> docs(Optional<String> needed, long below, int most) {
        return needed.map(expression ->
                        tx.query(DOCS).bind(1, expression).bind(2, below).bind(3, most))
                .orElseGet(() -> tx.query(ALL_DOCS).bind(1, below).bind(2, most))
                .list(row -> row.longValue(1));
    }

    /// The files of all projects that have these texts.
    List<Candidate> files(List<Long> docs) {
        return tx.query(FILES_OF_DOCS).bind(1, json(docs)).list(SqliteSearchStore::candidate);
    }

    /// These texts.
    List<Text> texts(List<Long> docs) {
        return tx.query(TEXTS)
                .bind(1, json(docs))
                .list(row -> new Text(
                        row.longValue(1),
                        GitId.ofBytes(row.bytes(2)),
                        new TextBlocks.Place(row.longValue(3), row.intValue(4), row.intValue(5))));
    }

    /// The files of all projects whose last name is `name`, perhaps with something after a dot; in any case.
    List<Candidate> filesNamed(String name, int most) {
        return tx.query(FILES_NAMED).bind(1, name).bind(2, most).list(SqliteSearchStore::candidate);
    }

    /// Whether no more than `most` files can be in `scope`.
    boolean isFew(Scope scope, int most) {
        var projects = json(scope.projects().keySet());
        boolean areFewFiles = scope.isNarrow()
                && !tx.query(MANY_FILES)
                        .bind(1, projects)
                        .bind(2, scope.languages().size())
                        .bind(3, strings(scope.languages()))
                        .bind(4, most)
                        .exists();
        return areFewFiles
                || scope.partOfPath()
                        .filter(part -> !tx.query(MANY_PATHS)
                                .bind(1, projects)
                                .bind(2, part)
                                .bind(3, most)
                                .exists())
                        .isPresent();
    }

    /// The files in `scope` with texts that `needed` lets through; its globs are only a hint.
    List<Candidate> filesIn(Scope scope, Optional<String> needed) {
        var projects = json(scope.projects().keySet());
        var part = scope.partOfPath();
        return part.isPresent()
                ? tx.query(FILES_AT)
                        .bind(1, projects)
                        .bind(2, part.get())
                        .bind(3, needed.orElse(null))
                        .list(SqliteSearchStore::candidate)
                : tx.query(FILES_IN)
                        .bind(1, projects)
                        .bind(2, scope.languages().size())
                        .bind(3, strings(scope.languages()))
                        .bind(4, needed.orElse(null))
                        .list(SqliteSearchStore::candidate);
    }

    /// All files of the projects in `scope` that can be searched, whether they are in the index or not.
    List<Candidate> filesIn(Scope scope) {
        return tx.query(ALL_FILES).bind(1, json(scope.projects().keySet())).list(SqliteSearchStore::candidate);
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

    /// The git ids of the objects at `places`. Looks at every object of the temple once: about 0.2 µs for each.
    Map<FramePlace, GitId> blobs(Collection<FramePlace> places) {
        if (places.isEmpty()) {
            return Map.of();
        }
        var wanted = new HashSet<>(places);
        var frames = wanted.stream().map(place -> (long) place.frame()).collect(Collectors.toSet());
        var ids = new HashMap<FramePlace, GitId>();
        tx.query(OBJECTS_OF_FRAMES).bind(1, json(frames)).forEach(row -> {
            var place = new FramePlace(row.intValue(2), row.intValue(3));
            if (wanted.contains(place)) {
                ids.put(place, GitId.ofBytes(row.bytes(1)));
            }
        });
        return ids;
    }

    /// What is known about a frame.
    Optional<FrameFilter> filter(int frame) {
        return tx.query(FILTER)
                .bind(1, frame)
                .first(row -> new FrameFilter(row.bytes(1), BitSet.valueOf(row.bytes(2))));
    }

    /// The hash that a frame is stored with.
    byte[] frameHash(int frame) {
        return tx.query(FRAME_HASH).bind(1, frame).first(row -> row.bytes(1)).orElse(new byte[0]);
    }

    /// Keeps what is known about frames, as far as they are still the same.
    void addFilters(Map<Integer, FrameFilter> filters, Map<Integer, byte[]> hashes) {
        tx.batch(
                ADD_FILTER,
                batch -> filters.forEach((frame, filter) -> batch.set(1, frame)
                        .set(2, filter.bits())
                        .set(3, filter.binaries().toByteArray())
                        .set(4, hashes.getOrDefault(frame, new byte[0]))
                        .add()));
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
                new TextBlocks.Place(row.longValue(5), row.intValue(6), row.intValue(7)));
    }

    private static String json(Collection<Long> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }

    /// Names of languages hold no quotes; what holds one is the name of none.
    private static String strings(Collection<String> words) {
        return words.stream()
                .filter(word -> word.chars().noneMatch(letter -> letter == '"' || letter == '\\' || letter < ' '))
                .map(word -> '"' + word + '"')
                .collect(Collectors.joining(",", "[", "]"));
    }
}
