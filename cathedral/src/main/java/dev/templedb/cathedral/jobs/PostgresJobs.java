package dev.templedb.cathedral.jobs;

import dev.templedb.cathedral.sql.Json;
import dev.templedb.cathedral.sql.PostgresRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/// The table `jobs`. Times are the database's, so that nodes whose clocks differ agree.
final class PostgresJobs {
    private static final String ADD = """
            INSERT INTO jobs (name, due_at) VALUES (:name, now() + :first)
            ON CONFLICT (name) DO NOTHING
            """;

    private static final String CLAIM = """
            UPDATE jobs SET node = :node, leased_until = now() + :lease, started_at = now()
             WHERE name = (SELECT name FROM jobs
                            WHERE name = ANY (:names) AND due_at <= now()
                              AND (leased_until IS NULL OR leased_until < now())
                            ORDER BY due_at
                            LIMIT 1
                              FOR UPDATE SKIP LOCKED)
            RETURNING name
            """;

    private static final String RENEW =
            "UPDATE jobs SET leased_until = now() + :lease WHERE name = :name AND node = :node";

    private static final String END = """
            UPDATE jobs
               SET node = NULL, leased_until = NULL, due_at = now() + :period,
                   ended_at = now(), succeeded = :succeeded, result = CAST(:result AS jsonb), failure = :failure,
                   runs = runs + 1, failures = failures + CASE WHEN :succeeded THEN 0 ELSE 1 END
             WHERE name = :name AND node = :node
            """;

    private static final String GIVE_BACK =
            "UPDATE jobs SET node = NULL, leased_until = NULL WHERE name = :name AND node = :node";

    private static final String WAKE = "UPDATE jobs SET due_at = now() WHERE name = :name";

    private static final String ALL = """
            SELECT name, due_at, CASE WHEN leased_until >= now() THEN node END AS node, started_at, ended_at, succeeded,
                   result, failure, runs, failures
              FROM jobs
             ORDER BY name
            """;

    /// Notes a kind of work, when it is not yet known.
    ///
    /// @param first when it is due for the first time; null for when somebody asks
    void add(Handle handle, String name, @Nullable Duration first) {
        handle.createUpdate(ADD).bind("name", name).bind("first", first).execute();
    }

    /// Takes one that is due and that nobody works at.
    Optional<String> claim(Handle handle, Collection<String> names, String node, Duration lease) {
        return handle.createQuery(CLAIM)
                .bindArray("names", String.class, names)
                .bind("node", node)
                .bind("lease", lease)
                .mapTo(String.class)
                .findOne();
    }

    /// @return false when another node has it by now
    boolean renew(Handle handle, String name, String node, Duration lease) {
        return handle.createUpdate(RENEW)
                        .bind("name", name)
                        .bind("node", node)
                        .bind("lease", lease)
                        .execute()
                == 1;
    }

    /// @param period until it is due again; null for never by itself
    void end(
            Handle handle,
            String name,
            String node,
            @Nullable Duration period,
            Map<String, Object> result,
            @Nullable String failure) {
        handle.createUpdate(END)
                .bind("name", name)
                .bind("node", node)
                .bind("period", period)
                .bind("succeeded", failure == null)
                .bind("result", Json.write(result))
                .bind("failure", failure)
                .execute();
    }

    void giveBack(Handle handle, String name, String node) {
        handle.createUpdate(GIVE_BACK).bind("name", name).bind("node", node).execute();
    }

    /// @return whether there is such a job
    boolean wake(Handle handle, String name) {
        return handle.createUpdate(WAKE).bind("name", name).execute() == 1;
    }

    List<JobState> all(Handle handle) {
        return handle.createQuery(ALL).map(PostgresJobs::state).list();
    }

    private static JobState state(ResultSet row, StatementContext context) throws SQLException {
        return new JobState(
                row.getString("name"),
                PostgresRows.instantOrNull(row, "due_at"),
                row.getString("node"),
                PostgresRows.instantOrNull(row, "started_at"),
                PostgresRows.instantOrNull(row, "ended_at"),
                row.getObject("succeeded", Boolean.class),
                Json.read(row.getString("result")),
                row.getString("failure"),
                row.getLong("runs"),
                row.getLong("failures"));
    }
}
