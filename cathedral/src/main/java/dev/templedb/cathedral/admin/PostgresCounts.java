package dev.templedb.cathedral.admin;

import dev.templedb.api.CountsJson;
import dev.templedb.cathedral.sql.PostgresRows;
import org.jdbi.v3.core.Handle;

final class PostgresCounts {
    private static final String COUNT = """
            SELECT p.projects, p.public_projects, p.internal_projects, p.private_projects,
                   (SELECT count(*) FROM projects
                     WHERE deleted_at IS NULL AND updated_at >= now() - interval '30 days') AS active_projects,
                   (SELECT count(*) FROM project_versions WHERE deleted_at IS NULL) AS versions,
                   (SELECT count(*) FROM users u
                     WHERE EXISTS (SELECT 1 FROM activity_feed a
                                    WHERE a.actor_id = u.id
                                      AND a.action IN ('project.push', 'version.publish'))) AS contributors,
                   (SELECT count(*) FROM users) AS users,
                   (SELECT count(*) FROM organizations) AS organizations,
                   now() AS counted_at
              FROM (SELECT count(*) AS projects,
                           count(*) FILTER (WHERE visibility = 'public') AS public_projects,
                           count(*) FILTER (WHERE visibility = 'internal') AS internal_projects,
                           count(*) FILTER (WHERE visibility = 'private') AS private_projects
                      FROM projects
                     WHERE deleted_at IS NULL) p
            """;

    CountsJson count(Handle handle) {
        return handle.createQuery(COUNT)
                .map((row, context) -> new CountsJson(
                        row.getLong("projects"),
                        row.getLong("active_projects"),
                        row.getLong("public_projects"),
                        row.getLong("internal_projects"),
                        row.getLong("private_projects"),
                        row.getLong("versions"),
                        row.getLong("contributors"),
                        row.getLong("users"),
                        row.getLong("organizations"),
                        PostgresRows.instant(row, "counted_at")))
                .one();
    }
}
