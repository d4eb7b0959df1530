package dev.templedb.temple.variables;

import dev.templedb.analysis.secrets.SecretNames;
import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The variables of one project, inside one transaction.
final class SqliteVariableStore {
    private static final String ALL = """
            SELECT environment, name, value, changed_at
              FROM variables
             WHERE project_id = ?1
             ORDER BY environment, name
            """;
    private static final String FIND = """
            SELECT environment, name, value, changed_at
              FROM variables
             WHERE project_id = ?1 AND environment = ?2 AND name = ?3
            """;
    private static final String PUT = """
            INSERT INTO variables (project_id, environment, name, value, changed_at)
            VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (project_id, environment, name)
            DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at
             WHERE value <> excluded.value
            """;
    private static final String REMOVE =
            "DELETE FROM variables WHERE project_id = ?1 AND environment = ?2 AND name = ?3";

    private final Transaction tx;
    private final long project;

    SqliteVariableStore(Transaction tx, long project) {
        this.tx = tx;
        this.project = project;
    }

    /// By environment and name.
    List<Variable> all() {
        return tx.query(ALL).bind(1, project).list(SqliteVariableStore::variable);
    }

    Optional<Variable> find(String environment, String name) {
        return tx.query(FIND)
                .bind(1, project)
                .bind(2, environment)
                .bind(3, name)
                .first(SqliteVariableStore::variable);
    }

    /// Returns whether anything changed.
    boolean put(String environment, String name, String value, Instant now) {
        return tx.update(PUT)
                        .bind(1, project)
                        .bind(2, environment)
                        .bind(3, name)
                        .bind(4, value)
                        .bind(5, now)
                        .execute()
                > 0;
    }

    /// Returns whether it was there.
    boolean remove(String environment, String name) {
        return tx.update(REMOVE)
                        .bind(1, project)
                        .bind(2, environment)
                        .bind(3, name)
                        .execute()
                > 0;
    }

    private static Variable variable(Row row) {
        var name = row.text(2);
        return new Variable(row.text(1), name, row.text(3), row.instant(4), SecretNames.isSecret(name));
    }
}
