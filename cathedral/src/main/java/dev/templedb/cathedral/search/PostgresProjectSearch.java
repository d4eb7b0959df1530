package dev.templedb.cathedral.search;

import dev.templedb.cathedral.http.Page;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.Viewer;
import dev.templedb.cathedral.search.ProjectSearch.Hit;
import dev.templedb.cathedral.search.ProjectSearch.Way;
import dev.templedb.cathedral.sql.PostgresPlannedAnew;
import dev.templedb.cathedral.sql.PostgresRows;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// In each statement `key` and `type` are the column of the order and its type; `first` is the column by which few are
/// chosen of many.
final class PostgresProjectSearch {
    private static final String LIST = """
            SELECT p.id, p.<key> AS key
              FROM visible_projects(:viewer, :everything, :reach) p
             WHERE (CAST(:owner AS text) IS NULL
                    OR p.owner_id = (SELECT id FROM owners WHERE lower(name) = lower(:owner) AND kind <> 'reserved'))
               AND (CAST(:tag AS text) IS NULL OR p.tag_names @> ARRAY[CAST(:tag AS text)])
               AND (CAST(:language AS text) IS NULL OR p.language_names @> ARRAY[lower(:language)])
               AND (CAST(:visibility AS text) IS NULL OR p.visibility = :visibility)
               AND (CAST(:starredBy AS uuid) IS NULL
                    OR p.id IN (SELECT s.project_id FROM project_stars s WHERE s.user_id = :starredBy))
               AND (CAST(:forkOf AS uuid) IS NULL OR p.source_project_id = :forkOf)
               AND (CAST(:id AS uuid) IS NULL OR (p.<key>, p.id) < (CAST(:after AS <type>), CAST(:id AS uuid)))
             ORDER BY p.<key> DESC, p.id DESC
             LIMIT :limit
            """;

    /// Projects that have the words in their heads, which are slug, name, tags, description and languages; of very
    /// many
    /// those that are first in the order, or by stars. Only when they are few, others that have the words with the
    /// readme: these are looked up in the index alone (`+ 0`), since to read long texts in the order takes long.
    private static final String WORDS = """
            WITH heads AS MATERIALIZED (
                SELECT p.id, p.stars_count, p.downloads_count, p.updated_at, p.search_heads
                  FROM visible_projects(:viewer, :everything, :reach) p
                 WHERE p.search_heads @@ to_tsquery('simple', :query)
                   AND (CAST(:owner AS text) IS NULL
                        OR p.owner_id = (SELECT id FROM owners WHERE lower(name) = lower(:owner) AND kind <> 'reserved'))
                   AND (CAST(:tag AS text) IS NULL OR p.tag_names @> ARRAY[CAST(:tag AS text)])
                   AND (CAST(:language AS text) IS NULL OR p.language_names @> ARRAY[lower(:language)])
                   AND (CAST(:visibility AS text) IS NULL OR p.visibility = :visibility)
                 ORDER BY p.<first> DESC, p.id DESC
                 LIMIT 500),
            texts AS (
                SELECT p.id, p.stars_count, p.downloads_count, p.updated_at, p.search_heads
                  FROM visible_projects(:viewer, :everything, :reach) p
                 WHERE p.search_words @@ to_tsquery('simple', :query)
                   AND NOT p.search_heads @@ to_tsquery('simple', :query)
                   AND (CAST(:owner AS text) IS NULL
                        OR p.owner_id = (SELECT id FROM owners WHERE lower(name) = lower(:owner) AND kind <> 'reserved'))
                   AND (CAST(:tag AS text) IS NULL OR p.tag_names @> ARRAY[CAST(:tag AS text)])
                   AND (CAST(:language AS text) IS NULL OR p.language_names @> ARRAY[lower(:language)])
                   AND (CAST(:visibility AS text) IS NULL OR p.visibility = :visibility)
                 ORDER BY p.stars_count + 0 DESC, p.id DESC
                 LIMIT (SELECT greatest(0, 200 - count(*)) FROM heads))
            SELECT m.id, m.<key> AS key
              FROM (SELECT c.id, c.stars_count, c.downloads_count, c.updated_at,
                           round(((0.01 + ts_rank(c.search_heads, to_tsquery('simple', :query)))
                                  * (1 + ln(1 + c.stars_count) / 10))::numeric, 6) AS score
                      FROM (SELECT * FROM heads UNION ALL SELECT * FROM texts) c) m
             WHERE CAST(:id AS uuid) IS NULL OR (m.<key>, m.id) < (CAST(:after AS <type>), CAST(:id AS uuid))
             ORDER BY m.<key> DESC, m.id DESC
             LIMIT :limit
            """;

    /// Of very many that are spelled nearly so, any 500 are ranked: the words are wrong, and can be typed again.
    private static final String SIMILAR = """
            SELECT m.id, m.score AS key
              FROM (SELECT c.id, round(word_similarity(:plain, c.search_names)::numeric, 6) AS score
                      FROM (SELECT p.id, p.search_names
                              FROM visible_projects(:viewer, :everything, :reach) p
                             WHERE p.search_names %> :plain
                               AND (CAST(:owner AS text) IS NULL
                                    OR p.owner_id = (SELECT id
                                                       FROM owners
                                                      WHERE lower(name) = lower(:owner) AND kind <> 'reserved'))
                               AND (CAST(:tag AS text) IS NULL OR p.tag_names @> ARRAY[CAST(:tag AS text)])
                               AND (CAST(:language AS text) IS NULL
                                    OR p.language_names @> ARRAY[lower(:language)])
                               AND (CAST(:visibility AS text) IS NULL OR p.visibility = :visibility)
                             LIMIT 500) c) m
             WHERE CAST(:id AS uuid) IS NULL OR (m.score, m.id) < (CAST(:after AS numeric), CAST(:id AS uuid))
             ORDER BY m.score DESC, m.id DESC
             LIMIT :limit
            """;

    /// Those that were among the first on some day are looked at.
    private static final String TRENDING = """
            WITH busy AS MATERIALIZED (
                SELECT DISTINCT b.project_id
                  FROM generate_series(0, 13) AS ago
                 CROSS JOIN LATERAL (
                       SELECT d.project_id
                         FROM project_days d
                         JOIN visible_projects(:viewer, :everything, :reach) p ON p.id = d.project_id
                        WHERE d.day = current_date - ago
                          AND (CAST(:tag AS text) IS NULL OR p.tag_names @> ARRAY[CAST(:tag AS text)])
                        ORDER BY d.points DESC
                        LIMIT 100) b)
            SELECT m.id, m.score AS key
              FROM (SELECT d.project_id AS id,
                           round(sum(d.points * power(0.5, (current_date - d.day) / 7.0))::numeric, 6) AS score
                      FROM project_days d
                     WHERE d.day > current_date - 14
                       AND d.project_id IN (SELECT project_id FROM busy)
                     GROUP BY d.project_id) m
             WHERE CAST(:id AS uuid) IS NULL OR (m.score, m.id) < (CAST(:after AS numeric), CAST(:id AS uuid))
             ORDER BY m.score DESC, m.id DESC
             LIMIT :limit
            """;

    /// How alike a word must be, of 0 to 1: one wrong letter in seven. To compare row by row until there are enough
    /// looks cheap to the planner, and is not.
    private static final String ALIKE =
            "SET LOCAL pg_trgm.word_similarity_threshold = 0.45; SET LOCAL enable_seqscan = off";

    List<Hit> find(
            Handle handle,
            Caller caller,
            ProjectFilter filter,
            List<String> words,
            Way way,
            ProjectOrder order,
            Page page) {
        var by = effective(order, way);
        if (way == Way.SIMILAR) {
            handle.execute(ALIKE);
        }
        String statement = switch (way) {
            case LIST -> LIST;
            case WORDS -> WORDS;
            case SIMILAR -> SIMILAR;
            case TRENDING -> TRENDING;
        };
        var visibility = filter.visibility();
        return Viewer.bind(handle.createQuery(statement), caller)
                .addCustomizer(new PostgresPlannedAnew())
                .define("key", by.column())
                .define("first", by == ProjectOrder.RELEVANCE ? ProjectOrder.STARS.column() : by.column())
                .define("type", by.type())
                .bind("query", SearchWords.query(words))
                .bind("plain", SearchWords.plain(words))
                .bind("owner", filter.owner())
                .bind("tag", filter.tag())
                .bind("language", filter.language())
                .bind("visibility", visibility == null ? null : visibility.word())
                .bind("starredBy", filter.starredBy())
                .bind("forkOf", filter.forkOf())
                .bind("after", valid(page.after(1), by))
                .bind("id", page.idAfter(2))
                .bind("limit", page.limit() + 1)
                .map((row, context) -> new Hit(
                        PostgresRows.id(row, "id"),
                        by == ProjectOrder.UPDATED
                                ? PostgresRows.instant(row, "key").toString()
                                : row.getString("key")))
                .list();
    }

    /// The order that is to be had this way: a list without words has no score, and scores of all kinds are read
    /// as that of `RELEVANCE` is.
    private static ProjectOrder effective(ProjectOrder order, Way way) {
        return switch (way) {
            case LIST -> order.column().equals("score") ? ProjectOrder.UPDATED : order;
            case WORDS -> order == ProjectOrder.TRENDING ? ProjectOrder.RELEVANCE : order;
            case SIMILAR, TRENDING -> ProjectOrder.RELEVANCE;
        };
    }

    /// A key that somebody else has made up is no reason for an error of the database.
    private static @Nullable String valid(@Nullable String key, ProjectOrder order) {
        if (key == null) {
            return null;
        }
        try {
            return switch (order) {
                case UPDATED -> Instant.parse(key).toString();
                case STARS, DOWNLOADS -> Long.toString(Long.parseLong(key));
                case RELEVANCE, TRENDING -> key.length() > 30 ? "0" : new BigDecimal(key).toPlainString();
            };
        } catch (DateTimeParseException | NumberFormatException e) {
            throw Page.strange();
        }
    }
}
