package dev.templedb.temple.secrets;

import dev.templedb.packages.age.AgeRecipient;
import dev.templedb.packages.json.CanonicalJson;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The secrets of one project and who can open them, inside one transaction.
final class SqliteSecretStore {
    private static final String COLUMNS = """
            SELECT name, version, changed_at, changed_by, recipients, exposed_to, removed_at IS NOT NULL, ciphertext
              FROM secret_versions AS s
             WHERE project_id = ?1
            """;
    private static final String NEWEST = """
               AND version = (SELECT max(version) FROM secret_versions
                               WHERE project_id = s.project_id AND name = s.name)
            """;
    private static final String CURRENT = COLUMNS + NEWEST + " AND removed_at IS NULL ORDER BY name";
    private static final String HISTORY = COLUMNS + " ORDER BY name, version DESC";
    private static final String FIND = COLUMNS + " AND name = ?2" + NEWEST + " AND removed_at IS NULL";
    private static final String FIND_VERSION = COLUMNS + " AND name = ?2 AND version = ?3";
    private static final String LAST_VERSION =
            "SELECT coalesce(max(version), 0) FROM secret_versions WHERE project_id = ?1 AND name = ?2";
    private static final String ADD = """
            INSERT INTO secret_versions
                   (project_id, name, version, ciphertext, recipients, changed_at, changed_by)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """;
    private static final String REWRAP = """
            UPDATE secret_versions SET ciphertext = ?4, recipients = ?5, exposed_to = ?6
             WHERE project_id = ?1 AND name = ?2 AND version = ?3
            """;
    private static final String REMOVE = """
            UPDATE secret_versions SET removed_at = ?3
             WHERE project_id = ?1 AND name = ?2 AND removed_at IS NULL
            """;
    private static final String RESTORE = """
            UPDATE secret_versions SET removed_at = NULL
             WHERE project_id = ?1 AND name = ?2
               AND removed_at = (SELECT removed_at FROM secret_versions
                                  WHERE project_id = ?1 AND name = ?2
                                  ORDER BY version DESC LIMIT 1)
            """;
    private static final String RENAME = "UPDATE secret_versions SET name = ?3 WHERE project_id = ?1 AND name = ?2";
    private static final String RECIPIENTS =
            "SELECT key, comment FROM secret_recipients WHERE project_id = ?1 ORDER BY kind, key";
    private static final String ADD_RECIPIENT = """
            INSERT INTO secret_recipients (project_id, key, kind, comment)
            VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (project_id, key) DO NOTHING
            """;
    private static final String REMOVE_RECIPIENT = "DELETE FROM secret_recipients WHERE project_id = ?1 AND key = ?2";

    /// A version with its age file.
    record Stored(Secret secret, byte[] ciphertext) {}

    private final Transaction tx;
    private final long project;

    SqliteSecretStore(Transaction tx, long project) {
        this.tx = tx;
        this.project = project;
    }

    /// The secrets that are there now, by name.
    List<Stored> current() {
        return tx.query(CURRENT).bind(1, project).list(SqliteSecretStore::stored);
    }

    /// Every version, the newest of each name first.
    List<Stored> history() {
        return tx.query(HISTORY).bind(1, project).list(SqliteSecretStore::stored);
    }

    Optional<Stored> find(String name) {
        return tx.query(FIND).bind(1, project).bind(2, name).first(SqliteSecretStore::stored);
    }

    Optional<Stored> find(String name, long version) {
        return tx.query(FIND_VERSION)
                .bind(1, project)
                .bind(2, name)
                .bind(3, version)
                .first(SqliteSecretStore::stored);
    }

    /// Adds a version and returns its number.
    long add(String name, byte[] ciphertext, List<String> recipients, Instant now, String who) {
        long version = tx.query(LAST_VERSION).bind(1, project).bind(2, name).longValue() + 1;
        tx.update(ADD)
                .bind(1, project)
                .bind(2, name)
                .bind(3, version)
                .bind(4, ciphertext)
                .bind(5, json(recipients))
                .bind(6, now)
                .bind(7, who)
                .execute();
        return version;
    }

    /// Replaces the age file of a version by one for other recipients.
    void rewrap(Secret secret, byte[] ciphertext, List<String> recipients, List<String> exposedTo) {
        tx.update(REWRAP)
                .bind(1, project)
                .bind(2, secret.name())
                .bind(3, secret.version())
                .bind(4, ciphertext)
                .bind(5, json(recipients))
                .bind(6, json(exposedTo))
                .execute();
    }

    void remove(String name, Instant now) {
        tx.update(REMOVE).bind(1, project).bind(2, name).bind(3, now).execute();
    }

    /// Takes back the last removal of a secret. Returns whether it was removed.
    boolean restore(String name) {
        return tx.update(RESTORE).bind(1, project).bind(2, name).execute() > 0;
    }

    void rename(String name, String newName) {
        tx.update(RENAME).bind(1, project).bind(2, name).bind(3, newName).execute();
    }

    boolean hasHistory(String name) {
        return tx.query(LAST_VERSION).bind(1, project).bind(2, name).longValue() > 0;
    }

    List<AgeRecipient> recipients() {
        return tx.query(RECIPIENTS)
                .bind(1, project)
                .list(row -> Keys.lines(row.text(1) + " " + row.text(2)).getFirst());
    }

    /// Returns whether it was not there.
    boolean addRecipient(AgeRecipient recipient) {
        return tx.update(ADD_RECIPIENT)
                        .bind(1, project)
                        .bind(2, recipient.key())
                        .bind(3, recipient.kind().word())
                        .bind(4, recipient.comment())
                        .execute()
                > 0;
    }

    void removeRecipient(AgeRecipient recipient) {
        tx.update(REMOVE_RECIPIENT).bind(1, project).bind(2, recipient.key()).execute();
    }

    private static Stored stored(Row row) {
        return new Stored(
                new Secret(
                        row.text(1),
                        row.longValue(2),
                        row.instant(3),
                        row.text(4),
                        texts(row.text(5)),
                        texts(row.text(6)),
                        row.booleanValue(7)),
                row.bytes(8));
    }

    private static String json(List<String> texts) {
        return new String(CanonicalJson.write(Json.Arr.ofTexts(texts)), StandardCharsets.UTF_8);
    }

    private static List<String> texts(String json) {
        try {
            var wrapped = JsonReader.readObject(("{\"a\":" + json + "}").getBytes(StandardCharsets.UTF_8));
            return wrapped.list("a").stream()
                    .flatMap(value -> value instanceof Json.Str(var text)
                            ? java.util.stream.Stream.of(text)
                            : java.util.stream.Stream.empty())
                    .toList();
        } catch (JsonReader.InvalidJson damaged) {
            throw new IllegalStateException(damaged);
        }
    }
}
