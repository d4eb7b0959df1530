package dev.templedb.temple.projects;

import dev.templedb.core.Slug;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import dev.templedb.packages.json.JsonReader.InvalidJson;
import dev.templedb.packages.json.PackageJson;
import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import dev.templedb.sqlite.Update;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The SQL of projects and their tags. Every method works in the caller's transaction.
final class SqliteProjectStore {
    private static final String INSERT = """
            INSERT INTO projects (project_id, uuid, slug, name, description, kind, visibility, status, license, owner,
                                  companion_ai, repository_url, upstream_url, working_directory, language, metadata, blueprint,
                                  unknown_fields, created_by, created_at, updated_at, last_activity_at, rev)
            VALUES ((SELECT project_id FROM next_project), :uuid, :slug, :name, :description, :kind, :visibility, :status,
                    :license, :owner, :companionAi, :repositoryUrl, :upstreamUrl, :workingDirectory, :language, json(:metadata), json(:blueprint),
                    json(:unknownFields), :createdBy, :createdAt, :updatedAt, :lastActivityAt, :rev)
            """;
    private static final String UPDATE = """
            UPDATE projects
               SET uuid = :uuid, slug = :slug, name = :name, description = :description, kind = :kind,
                   visibility = :visibility, status = :status, license = :license, owner = :owner,
                   companion_ai = :companionAi, repository_url = :repositoryUrl, upstream_url = :upstreamUrl,
                   working_directory = :workingDirectory, language = :language, metadata = json(:metadata),
                   blueprint = json(:blueprint), unknown_fields = json(:unknownFields), created_by = :createdBy,
                   created_at = :createdAt, updated_at = :updatedAt, last_activity_at = :lastActivityAt, rev = :rev
             WHERE project_id = :id AND rev = :rev - 1
            """;
    private static final String SELECT = """
            SELECT project_id, uuid, slug, name, description, kind, visibility, status, license, owner, companion_ai,
                   repository_url, upstream_url, working_directory, language, metadata, blueprint,
                   unknown_fields, created_by, created_at, updated_at, last_activity_at, rev
              FROM projects
            """;
    private static final String LIST = """
            SELECT p.slug, p.name, p.kind, p.status, p.visibility, p.language, p.companion_ai, p.owner, p.repository_url,
                   p.last_activity_at,
                   (SELECT group_concat(t.tag, ' ') FROM project_tags t WHERE t.project_id = p.project_id) AS tags,
                   (SELECT count(*) FROM files f WHERE f.project_id = p.project_id AND f.mode <> 57344) AS files,
                   (SELECT coalesce(sum(f.bytes), 0) FROM files f WHERE f.project_id = p.project_id) AS bytes
              FROM projects p
             WHERE p.removed_at IS NULL
               AND (:kind IS NULL OR p.kind = :kind)
               AND (:status IS NULL OR p.status = :status)
               AND (:companion IS NULL OR p.companion_ai = :companion COLLATE NOCASE)
               AND (:owner IS NULL OR p.owner = :owner COLLATE NOCASE)
               AND (:repository IS NULL OR p.repository_url IN (:repository, :repository || '.git')
                    OR p.repository_url || '.git' = :repository)
               AND (:since IS NULL OR p.last_activity_at >= :since)
               AND NOT EXISTS (SELECT 1 FROM json_each(:tags) w
                                WHERE NOT EXISTS (SELECT 1 FROM project_tags t
                                                   WHERE t.project_id = p.project_id AND t.tag = w.value COLLATE NOCASE))
               AND (:match = '' OR p.project_id IN (SELECT rowid FROM project_texts WHERE project_texts MATCH :match))
               AND (:others = '[]' OR p.project_id IN
                    (SELECT w.project_id FROM project_words w
                      WHERE NOT EXISTS (SELECT 1 FROM json_each(:others) o
                                         WHERE NOT instr(lower(concat_ws(char(10), w.slug, w.name, w.description, w.addresses,
                                                                         w.people, w.words)), lower(o.value)))))
             ORDER BY CASE WHEN p.slug = :word COLLATE NOCASE THEN 0
                           WHEN instr(lower(p.slug), lower(:word)) = 1 THEN 1
                           WHEN instr(lower(p.slug), lower(:word)) OR instr(lower(p.name), lower(:word)) THEN 2
                           WHEN :word = '' THEN 0
                           ELSE 3 END,
                      p.slug
            """;
    private static final String TAGS = """
            SELECT min(t.tag), count(*)
              FROM project_tags t JOIN projects p USING (project_id)
             WHERE p.removed_at IS NULL
             GROUP BY t.tag
             ORDER BY t.tag
            """;
    private static final String REMOVED_BEFORE = """
            SELECT p.slug
              FROM projects p JOIN undo_log u USING (project_id)
             WHERE p.removed_at < :limit AND u.of_history = 0 AND u.part IS NULL
             ORDER BY u.undo_id
            """;

    /// Adds the project, whose id is ignored, with its tags, and returns its id.
    long insert(Transaction tx, Project project) {
        bind(tx.update(INSERT), project).execute();
        long id = tx.lastInsertRowId();
        insertTags(tx, id, project.fields().tags());
        return id;
    }

    /// Replaces the project of the same id if its rev is the one before `project.rev()`, else changes nothing.
    ///
    /// @return whether it was replaced
    boolean update(Transaction tx, Project project) {
        if (bind(tx.update(UPDATE), project).bind("id", project.id()).execute() == 0) {
            return false;
        }
        tx.update("DELETE FROM project_tags WHERE project_id = :id")
                .bind("id", project.id())
                .execute();
        insertTags(tx, project.id(), project.fields().tags());
        return true;
    }

    /// The project that is not removed and has this slug, without regard to case.
    Optional<Project> find(Transaction tx, String slug) {
        return tx.query(SELECT + " WHERE slug = :slug AND removed_at IS NULL")
                .bind("slug", slug)
                .first(row -> toProject(tx, row));
    }

    /// The project with this id, removed or not.
    Optional<Project> find(Transaction tx, long id) {
        return tx.query(SELECT + " WHERE project_id = :id").bind("id", id).first(row -> toProject(tx, row));
    }

    boolean hasUuid(Transaction tx, UUID uuid) {
        return tx.query("SELECT 1 FROM projects WHERE uuid = :uuid")
                .bind("uuid", uuid.toString())
                .exists();
    }

    List<ProjectSummary> list(Transaction tx, ProjectFilter filter) {
        var words = SearchWords.of(filter.text());
        return tx.query(LIST)
                .bind("kind", filter.kind() == null ? null : filter.kind().word())
                .bind("status", filter.status() == null ? null : filter.status().word())
                .bind("companion", filter.companion())
                .bind("owner", filter.owner())
                .bind("repository", filter.repository())
                .bind("since", filter.since())
                .bind("tags", SearchWords.array(filter.tags()))
                .bind("match", words.match())
                .bind("others", words.others())
                .bind("word", words.all().isEmpty() ? "" : words.all().getFirst())
                .list(SqliteProjectStore::toSummary);
    }

    /// Every tag in use, with the number of its projects.
    List<TagUse> tags(Transaction tx) {
        return tx.query(TAGS).list(row -> new TagUse(row.text(1), row.longValue(2)));
    }

    /// All slugs in use, in order.
    List<String> slugs(Transaction tx) {
        return tx.query("SELECT slug FROM projects WHERE removed_at IS NULL ORDER BY slug")
                .list(row -> row.text(1));
    }

    void touch(Transaction tx, long id, Instant now) {
        tx.update("UPDATE projects SET last_activity_at = :now, rev = rev + 1 WHERE project_id = :id")
                .bind("now", now)
                .bind("id", id)
                .execute();
    }

    /// Takes the project out of sight, or back into it when `removedAt` is null.
    void setRemovedAt(Transaction tx, long id, @Nullable Instant removedAt) {
        tx.update("UPDATE projects SET removed_at = :removedAt, rev = rev + 1 WHERE project_id = :id")
                .bind("removedAt", removedAt)
                .bind("id", id)
                .execute();
    }

    /// The slugs of what commands took away before `limit`.
    List<String> slugsRemovedBefore(Transaction tx, Instant limit) {
        return tx.query(REMOVED_BEFORE).bind("limit", limit).list(row -> row.text(1));
    }

    /// Deletes what has been out of sight since before `limit`, with all that hangs on it except frames.
    long deleteRemovedBefore(Transaction tx, Instant limit) {
        return tx.update("DELETE FROM projects WHERE removed_at < :limit")
                .bind("limit", limit)
                .execute();
    }

    private static void insertTags(Transaction tx, long id, SortedSet<String> tags) {
        for (String tag : tags) {
            tx.update("INSERT INTO project_tags (project_id, tag) VALUES (:id, :tag)")
                    .bind("id", id)
                    .bind("tag", tag)
                    .execute();
        }
    }

    private static Update bind(Update update, Project project) {
        var fields = project.fields();
        return update.bind("uuid", project.uuid().toString())
                .bind("slug", project.slug().text())
                .bind("name", fields.name())
                .bind("description", fields.description())
                .bind("kind", fields.kind().word())
                .bind("visibility", fields.visibility().word())
                .bind("status", fields.status().word())
                .bind("license", fields.license())
                .bind("owner", fields.owner())
                .bind("companionAi", fields.companionAi())
                .bind("repositoryUrl", fields.repositoryUrl())
                .bind("upstreamUrl", fields.upstreamUrl())
                .bind("workingDirectory", fields.workingDirectory())
                .bind("language", fields.language())
                .bind("metadata", text(fields.metadata()))
                .bind("blueprint", text(fields.blueprint()))
                .bind("unknownFields", text(project.unknownFields()))
                .bind("createdBy", project.createdBy())
                .bind("createdAt", project.createdAt())
                .bind("updatedAt", project.updatedAt())
                .bind("lastActivityAt", project.lastActivityAt())
                .bind("rev", project.rev());
    }

    private static ProjectSummary toSummary(Row row) {
        return new ProjectSummary(
                row.text("slug"),
                row.text("name"),
                row.text("kind"),
                row.text("status"),
                row.text("visibility"),
                row.nullableText("language"),
                row.text("companion_ai"),
                row.nullableText("owner"),
                row.nullableText("repository_url"),
                words(row.nullableText("tags")),
                row.longValue("files"),
                row.longValue("bytes"),
                row.instant("last_activity_at"));
    }

    private static Project toProject(Transaction tx, Row row) {
        long id = row.longValue("project_id");
        return new Project(
                id,
                UUID.fromString(row.text("uuid")),
                new Slug(row.text("slug")),
                toFields(row, tags(tx, id)),
                json(row.text("unknown_fields")),
                row.text("created_by"),
                row.instant("created_at"),
                row.instant("updated_at"),
                row.instant("last_activity_at"),
                row.longValue("rev"));
    }

    private static ProjectFields toFields(Row row, SortedSet<String> tags) {
        return new ProjectFields(
                row.text("name"),
                row.nullableText("description"),
                ProjectKind.of(row.text("kind")),
                Visibility.of(row.text("visibility")),
                ProjectStatus.of(row.text("status")),
                row.nullableText("license"),
                row.nullableText("owner"),
                row.text("companion_ai"),
                row.nullableText("repository_url"),
                row.nullableText("upstream_url"),
                row.nullableText("working_directory"),
                row.nullableText("language"),
                tags,
                json(row.text("metadata")),
                json(row.text("blueprint")));
    }

    private static SortedSet<String> tags(Transaction tx, long id) {
        return new TreeSet<>(tx.query("SELECT tag FROM project_tags WHERE project_id = :id")
                .bind("id", id)
                .list(row -> row.text(1)));
    }

    /// Keeps the order of members and the digits of numbers; SQLite's `json()` takes the white space out.
    private static String text(Json json) {
        return new String(PackageJson.write(json), StandardCharsets.UTF_8);
    }

    /// A tag is one word.
    private static List<String> words(@Nullable String tags) {
        return tags == null ? List.of() : List.of(tags.split(" "));
    }

    private static Json.Obj json(String text) {
        if (text.equals("{}")) {
            return Json.Obj.empty();
        }
        try {
            return JsonReader.readObject(text.getBytes(StandardCharsets.UTF_8));
        } catch (InvalidJson notOurs) {
            throw new IllegalStateException("stored JSON is not an object", notOurs);
        }
    }
}
