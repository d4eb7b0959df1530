package dev.templedb.cathedral.search;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/// What search looks things up in, made anew from what projects, users and organizations say. Searches go on meanwhile.
public final class PostgresSearchIndex {
    private static final String REPEAT_TAGS = """
            UPDATE projects p
               SET tag_names = t.names
              FROM (SELECT q.id, coalesce(array_agg(CAST(t.name AS text) ORDER BY t.name) FILTER (WHERE t.name IS NOT NULL),
                                          CAST('{}' AS text[])) AS names
                      FROM projects q
                      LEFT JOIN project_tags l ON l.project_id = q.id
                      LEFT JOIN tags t ON t.id = l.tag_id
                     GROUP BY q.id) t
             WHERE t.id = p.id
               AND NOT (p.tag_names @> t.names AND p.tag_names <@ t.names)
            """;

    private static final List<String> INDEXES = List.of(
            "projects_search_heads",
            "projects_search_words",
            "projects_search_names",
            "users_names",
            "organizations_names");

    private static final String WRONG_TAGS = """
            SELECT count(*)
              FROM (SELECT q.id, q.tag_names,
                           coalesce(array_agg(CAST(t.name AS text)) FILTER (WHERE t.name IS NOT NULL),
                                    CAST('{}' AS text[])) AS names
                      FROM projects q
                      LEFT JOIN project_tags l ON l.project_id = q.id
                      LEFT JOIN tags t ON t.id = l.tag_id
                     GROUP BY q.id) p
             WHERE NOT (p.tag_names @> p.names AND p.tag_names <@ p.names)
            """;

    /// An index whose making was cut off is there and not valid.
    private static final String BROKEN = """
            SELECT name
              FROM unnest(:names) AS name
              LEFT JOIN pg_index i ON i.indexrelid = to_regclass(name)
             WHERE i.indisvalid IS NOT TRUE OR i.indisready IS NOT TRUE
             ORDER BY name
            """;

    /// Of as many projects, users and organizations as a person would try: words of theirs.
    private static final String SAMPLE = """
            (SELECT DISTINCT lower(slug) FROM projects WHERE length(slug) >= 3 ORDER BY 1 LIMIT 10)
             UNION
            (SELECT DISTINCT lower(username) FROM users WHERE length(username) >= 3 ORDER BY 1 LIMIT 5)
             UNION
            (SELECT DISTINCT lower(slug) FROM organizations WHERE length(slug) >= 3 ORDER BY 1 LIMIT 5)
            """;

    /// How many rows have a word, by each of the indexes.
    private static final String COUNTS = """
            SELECT ARRAY[
                (SELECT count(*) FROM projects WHERE search_words @@ plainto_tsquery('simple', :word)),
                (SELECT count(*) FROM projects WHERE search_names LIKE :pattern),
                (SELECT count(*) FROM projects WHERE tag_names @> ARRAY[CAST(:word AS text)]),
                (SELECT count(*) FROM users WHERE lower(username || ' ' || coalesce(display_name, '')) LIKE :pattern),
                (SELECT count(*) FROM organizations WHERE lower(slug || ' ' || name) LIKE :pattern)]
            """;

    private final Jdbi jdbi;

    public PostgresSearchIndex(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// What was done.
    ///
    /// @param corrected projects whose tags were not those that search saw
    public record Rebuilt(int indexes, int corrected) {}

    /// What is wrong.
    ///
    /// @param broken    indexes that are not there, or not whole
    /// @param differing words for which an index gives other rows than the tables themselves
    /// @param wrongTags projects whose tags are not those that search sees
    public record Checked(int indexes, List<String> broken, List<String> differing, long wrongTags) {
        public Checked {
            broken = List.copyOf(broken);
            differing = List.copyOf(differing);
        }

        /// Whether nothing is.
        public boolean isRight() {
            return broken.isEmpty() && differing.isEmpty() && wrongTags == 0;
        }
    }

    /// Looks whether search sees what there is, and changes nothing. Reads the tables once for each of twenty
    /// words.
    public Checked check() {
        return jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, handle -> {
            var broken = handle.createQuery(BROKEN)
                    .bindArray("names", String.class, INDEXES)
                    .mapTo(String.class)
                    .list();
            var differing = handle.createQuery(SAMPLE).mapTo(String.class).stream()
                    .filter(word -> !counts(handle, word, true).equals(counts(handle, word, false)))
                    .toList();
            long wrongTags = handle.createQuery(WRONG_TAGS).mapTo(Long.class).one();
            return new Checked(INDEXES.size(), broken, differing, wrongTags);
        });
    }

    private static List<Long> counts(Handle handle, String word, boolean byIndex) {
        handle.execute("SET LOCAL enable_seqscan = " + (byIndex ? "off" : "on"));
        handle.execute("SET LOCAL enable_bitmapscan = " + (byIndex ? "on" : "off"));
        return handle.createQuery(COUNTS)
                .bind("word", word)
                .bind("pattern", PostgresNameSearch.pattern(word))
                .map((row, context) -> List.of((Long[]) row.getArray(1).getArray()))
                .one();
    }

    /// Makes all indexes anew.
    public Rebuilt rebuild() {
        int corrected =
                jdbi.inTransaction(handle -> handle.createUpdate(REPEAT_TAGS).execute());
        // Beside what is there, and not in a transaction: so nobody waits.
        jdbi.useHandle(handle -> {
            INDEXES.forEach(index -> handle.execute("REINDEX INDEX CONCURRENTLY " + index));
            handle.execute("ANALYZE projects, users, organizations");
        });
        return new Rebuilt(INDEXES.size(), corrected);
    }
}
