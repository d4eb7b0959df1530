package dev.templedb.cathedral.tags;

import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.Viewer;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

final class PostgresTags {
    private static final String MAKE = """
            INSERT INTO tags (name, category)
            VALUES (:name, :category)
            ON CONFLICT (name) DO UPDATE
               SET category = coalesce(tags.category, excluded.category)
            """;

    private static final String PUT = """
            INSERT INTO project_tags (project_id, tag_id)
            SELECT :project, id FROM tags WHERE name = :name
            ON CONFLICT DO NOTHING
            """;

    private static final String REMOVE = """
            DELETE FROM project_tags
             WHERE project_id = :project AND tag_id = (SELECT id FROM tags WHERE name = :name)
            """;

    /// Search looks at the project's row.
    private static final String REPEAT = """
            UPDATE projects
               SET tag_names = ARRAY(SELECT t.name
                                       FROM project_tags pt JOIN tags t ON t.id = pt.tag_id
                                      WHERE pt.project_id = :project
                                      ORDER BY t.name),
                   updated_at = now()
             WHERE id = :project
            RETURNING cardinality(tag_names)
            """;

    private static final String NAMES = """
            SELECT t.name FROM project_tags pt JOIN tags t ON t.id = pt.tag_id WHERE pt.project_id = :project
            """;

    private static final String OF = """
            SELECT t.name, t.category,
                   (SELECT count(*)
                      FROM project_tags other
                      JOIN visible_projects(:viewer, :everything, :reach) p ON p.id = other.project_id
                     WHERE other.tag_id = t.id) AS projects
              FROM project_tags pt JOIN tags t ON t.id = pt.tag_id
             WHERE pt.project_id = :project
             ORDER BY t.name
            """;

    void put(Handle handle, UUID project, String name, @Nullable String category) {
        handle.createUpdate(MAKE).bind("name", name).bind("category", category).execute();
        handle.createUpdate(PUT).bind("project", project).bind("name", name).execute();
    }

    boolean remove(Handle handle, UUID project, String name) {
        return handle.createUpdate(REMOVE)
                        .bind("project", project)
                        .bind("name", name)
                        .execute()
                == 1;
    }

    int repeat(Handle handle, UUID project) {
        return handle.createQuery(REPEAT)
                .bind("project", project)
                .mapTo(Integer.class)
                .one();
    }

    Set<String> names(Handle handle, UUID project) {
        return handle.createQuery(NAMES)
                .bind("project", project)
                .mapTo(String.class)
                .set();
    }

    List<Tags.Tag> of(Handle handle, Caller caller, UUID project) {
        return Viewer.bind(handle.createQuery(OF), caller)
                .bind("project", project)
                .map((row, context) ->
                        new Tags.Tag(row.getString("name"), row.getString("category"), row.getLong("projects")))
                .list();
    }
}
