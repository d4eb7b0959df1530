package dev.templedb.cathedral.search;

import java.util.List;
import org.jdbi.v3.core.Jdbi;

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
            "projects_search_words", "projects_search_names", "projects_tags", "users_names", "organizations_names");

    private final Jdbi jdbi;

    public PostgresSearchIndex(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// What was done.
    ///
    /// @param corrected projects whose tags were not those that search saw
    public record Rebuilt(int indexes, int corrected) {}

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
