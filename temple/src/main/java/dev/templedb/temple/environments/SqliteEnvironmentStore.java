package dev.templedb.temple.environments;

import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import java.util.List;
import java.util.Optional;

/// The environments of one project, inside one transaction.
final class SqliteEnvironmentStore {
    private static final String CURRENT = """
            SELECT name, version, text, how, changed_at, changed_by
              FROM environment_versions e
             WHERE project_id = ?1 AND text IS NOT NULL
               AND version = (SELECT max(version) FROM environment_versions l
                               WHERE l.project_id = e.project_id AND l.name = e.name)
             ORDER BY name
            """;
    private static final String VERSIONS = """
            SELECT name, version, text, how, changed_at, changed_by
              FROM environment_versions
             WHERE project_id = ?1 AND name = ?2
             ORDER BY version DESC
            """;
    private static final String ADD = """
            INSERT INTO environment_versions (project_id, name, version, text, how, changed_at, changed_by)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """;

    private final Transaction tx;
    private final long project;

    SqliteEnvironmentStore(Transaction tx, long project) {
        this.tx = tx;
        this.project = project;
    }

    /// Those that are there now, by name.
    List<Environment> current() {
        return tx.query(CURRENT).bind(1, project).list(SqliteEnvironmentStore::environment);
    }

    /// Every version of one, the newest first; none when there never was such an environment.
    List<Environment> versions(String name) {
        return tx.query(VERSIONS).bind(1, project).bind(2, name).list(SqliteEnvironmentStore::environment);
    }

    void add(Environment environment) {
        tx.update(ADD)
                .bind(1, project)
                .bind(2, environment.name())
                .bind(3, environment.version())
                .bind(4, environment.text().orElse(null))
                .bind(5, environment.how())
                .bind(6, environment.changedAt().orElse(null))
                .bind(7, environment.changedBy().orElse(null))
                .execute();
    }

    private static Environment environment(Row row) {
        return new Environment(
                row.text(1),
                row.longValue(2),
                Optional.ofNullable(row.nullableText(3)),
                row.text(4),
                Optional.ofNullable(row.nullableInstant(5)),
                Optional.ofNullable(row.nullableText(6)));
    }
}
