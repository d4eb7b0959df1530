package dev.templedb.temple.secrets;

import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The keys that somebody else wants to open a project's secrets, inside one transaction.
final class SqliteReaderStore {
    private static final String ALL =
            "SELECT key, person, remote_id, confirmed_at FROM reader_keys WHERE project_id = ?1 ORDER BY person, key";
    private static final String HELD = """
            SELECT key FROM reader_keys JOIN secret_recipients USING (project_id, key)
             WHERE project_id = ?1 AND confirmed_at IS NULL
            """;
    private static final String HOLD = """
            INSERT INTO reader_keys (project_id, key) VALUES (?1, ?2)
            ON CONFLICT DO NOTHING
            """;
    private static final String CONFIRM = """
            INSERT INTO reader_keys (project_id, key, person, remote_id, confirmed_at)
            VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (project_id, key) DO UPDATE SET person = ?3, remote_id = ?4, confirmed_at = ?5
            """;
    private static final String RELEASE =
            "DELETE FROM reader_keys WHERE project_id = ?1 AND key = ?2 AND confirmed_at IS NULL";
    private static final String FORGET = "DELETE FROM reader_keys WHERE project_id = ?1 AND key = ?2";

    /// @param person   empty for a key that came with a state
    /// @param remote   that says whose it is
    /// @param isConfirmed whether somebody has confirmed it here
    record Known(String key, String person, Optional<Long> remote, boolean isConfirmed) {}

    private final Transaction tx;
    private final long project;

    SqliteReaderStore(Transaction tx, long project) {
        this.tx = tx;
        this.project = project;
    }

    List<Known> all() {
        return tx.query(ALL).bind(1, project).list(SqliteReaderStore::known);
    }

    private static Known known(Row row) {
        return new Known(
                row.text(1), row.text(2), Optional.ofNullable(row.nullableLong(3)), row.nullableText(4) != null);
    }

    /// Recipients for whom nothing is to be encrypted yet.
    Set<String> held() {
        return Set.copyOf(tx.query(HELD).bind(1, project).list(row -> row.text(1)));
    }

    /// Notes a recipient that came with a state, unless it is known.
    void hold(String key) {
        tx.update(HOLD).bind(1, project).bind(2, key).execute();
    }

    void confirm(String key, String person, long remote, Instant now) {
        tx.update(CONFIRM)
                .bind(1, project)
                .bind(2, key)
                .bind(3, person)
                .bind(4, remote)
                .bind(5, now)
                .execute();
    }

    /// Lets a recipient count that came with a state, because somebody has named it here.
    void release(String key) {
        tx.update(RELEASE).bind(1, project).bind(2, key).execute();
    }

    void forget(String key) {
        tx.update(FORGET).bind(1, project).bind(2, key).execute();
    }
}
