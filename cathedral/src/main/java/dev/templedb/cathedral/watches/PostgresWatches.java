package dev.templedb.cathedral.watches;

import dev.templedb.cathedral.http.Page;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.Viewer;
import dev.templedb.cathedral.sql.PostgresRows;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

final class PostgresWatches {
    private static final String ADD = """
            INSERT INTO project_watches (project_id, user_id, watched_at)
            VALUES (:project, :user, :now)
            ON CONFLICT DO NOTHING
            """;

    private static final String COUNT =
            "UPDATE projects SET watchers_count = watchers_count + :change WHERE id = :project";

    private static final String SHOW = """
            SELECT p.watchers_count,
                   EXISTS (SELECT FROM project_watches w WHERE w.project_id = p.id AND w.user_id = :user) AS watched
              FROM projects p
             WHERE p.id = :project
            """;

    private static final String PAGE = """
            SELECT p.id, w.watched_at
              FROM project_watches w
              JOIN visible_projects(:viewer, :everything, :reach) p ON p.id = w.project_id
             WHERE w.user_id = :user
               AND (CAST(:before AS timestamptz) IS NULL OR (w.watched_at, w.project_id) < (:before, :id))
             ORDER BY w.watched_at DESC, w.project_id DESC
             LIMIT :limit
            """;

    void add(Handle handle, UUID project, UUID user, Instant now) {
        int added = handle.createUpdate(ADD)
                .bind("project", project)
                .bind("user", user)
                .bind("now", now)
                .execute();
        count(handle, project, added);
    }

    void remove(Handle handle, UUID project, UUID user) {
        int removed = handle.execute("DELETE FROM project_watches WHERE project_id = ? AND user_id = ?", project, user);
        count(handle, project, -removed);
    }

    private static void count(Handle handle, UUID project, int change) {
        if (change != 0) {
            handle.createUpdate(COUNT)
                    .bind("project", project)
                    .bind("change", change)
                    .execute();
        }
    }

    Watches.Standing show(Handle handle, UUID project, @Nullable UUID user) {
        return handle.createQuery(SHOW)
                .bind("project", project)
                .bind("user", user)
                .map((row, context) -> new Watches.Standing(row.getBoolean("watched"), row.getLong("watchers_count")))
                .one();
    }

    List<Watches.Watched> page(Handle handle, Caller caller, UUID user, Page page) {
        return Viewer.bind(handle.createQuery(PAGE), caller)
                .bind("user", user)
                .bind("before", page.timeAfter(0))
                .bind("id", page.idAfter(1))
                .bind("limit", page.limit() + 1)
                .map((row, context) ->
                        new Watches.Watched(PostgresRows.id(row, "id"), PostgresRows.instant(row, "watched_at")))
                .list();
    }
}
