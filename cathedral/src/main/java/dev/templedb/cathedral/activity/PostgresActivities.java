package dev.templedb.cathedral.activity;

import dev.templedb.cathedral.http.Page;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.Viewer;
import dev.templedb.cathedral.sql.Json;
import dev.templedb.cathedral.sql.PostgresRows;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

final class PostgresActivities {
    private static final String ADD = """
            INSERT INTO activity_feed (actor_id, action, project_id, metadata)
            VALUES (:actor, :action, :project, CAST(:metadata AS jsonb))
            """;

    private static final String PAGE = """
            SELECT a.id, u.username AS actor, a.action, o.name || '/' || p.slug AS project, a.metadata, a.created_at
              FROM activity_feed a
              JOIN visible_projects(:viewer, :everything, :reach) p ON p.id = a.project_id
              JOIN owners o ON o.id = p.owner_id
              LEFT JOIN users u ON u.id = a.actor_id
             WHERE (CAST(:actor AS uuid) IS NULL OR a.actor_id = :actor)
               AND (CAST(:project AS uuid) IS NULL OR a.project_id = :project)
               AND (CAST(:watcher AS uuid) IS NULL
                    OR a.project_id IN (SELECT w.project_id FROM project_watches w WHERE w.user_id = :watcher))
               AND (CAST(:before AS uuid) IS NULL OR a.id < :before)
             ORDER BY a.id DESC
             LIMIT :limit
            """;

    void add(Handle handle, @Nullable UUID actor, String action, UUID project, Map<String, Object> metadata) {
        handle.createUpdate(ADD)
                .bind("actor", actor)
                .bind("action", action)
                .bind("project", project)
                .bind("metadata", Json.write(metadata))
                .execute();
    }

    /// Ids of version 7 are in the order of time.
    List<Activities.Activity> page(
            Handle handle,
            Caller caller,
            @Nullable UUID actor,
            @Nullable UUID project,
            @Nullable UUID watcher,
            Page page) {
        return Viewer.bind(handle.createQuery(PAGE), caller)
                .bind("actor", actor)
                .bind("project", project)
                .bind("watcher", watcher)
                .bind("before", page.idAfter(0))
                .bind("limit", page.limit() + 1)
                .map((row, context) -> new Activities.Activity(
                        PostgresRows.id(row, "id"),
                        row.getString("actor"),
                        row.getString("action"),
                        row.getString("project"),
                        Json.read(row.getString("metadata")),
                        PostgresRows.instant(row, "created_at")))
                .list();
    }
}
