package dev.templedb.cathedral.stars;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

final class PostgresStars {
    private static final String ADD = """
            INSERT INTO project_stars (project_id, user_id, starred_at)
            VALUES (:project, :user, :now)
            ON CONFLICT DO NOTHING
            """;

    private static final String COUNT = "UPDATE projects SET stars_count = stars_count + :change WHERE id = :project";

    private static final String COUNT_DAY = """
            INSERT INTO project_days (project_id, day, stars)
            VALUES (:project, :day, 1)
            ON CONFLICT (project_id, day) DO UPDATE SET stars = project_days.stars + 1
            """;

    boolean add(Handle handle, UUID project, UUID user, Instant now) {
        int added = handle.createUpdate(ADD)
                .bind("project", project)
                .bind("user", user)
                .bind("now", now)
                .execute();
        if (added == 1) {
            count(handle, project, 1);
            handle.createUpdate(COUNT_DAY)
                    .bind("project", project)
                    .bind("day", LocalDate.ofInstant(now, ZoneOffset.UTC))
                    .execute();
        }
        return added == 1;
    }

    void remove(Handle handle, UUID project, UUID user) {
        int removed = handle.execute("DELETE FROM project_stars WHERE project_id = ? AND user_id = ?", project, user);
        count(handle, project, -removed);
    }

    private static void count(Handle handle, UUID project, int change) {
        handle.createUpdate(COUNT)
                .bind("project", project)
                .bind("change", change)
                .execute();
    }
}
