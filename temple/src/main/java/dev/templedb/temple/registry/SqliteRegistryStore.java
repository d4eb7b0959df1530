package dev.templedb.temple.registry;

import dev.templedb.packages.json.CompactJson;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The team and the hosting facts of one project, inside one transaction.
final class SqliteRegistryStore {
    private static final String PEOPLE = """
            SELECT name, role
              FROM members
             WHERE project_id = ?1
             ORDER BY role DESC, position, name
            """;
    private static final String PUT = """
            INSERT INTO members (project_id, role, name, position)
            VALUES (?1, ?2, ?3, (SELECT coalesce(max(position), 0) + 1 FROM members WHERE project_id = ?1))
            ON CONFLICT (project_id, role, name) DO NOTHING
            """;
    private static final String REMOVE = "DELETE FROM members WHERE project_id = ?1 AND name = ?2";
    private static final String HOSTING =
            "SELECT open_prs, open_issues, stars, last_synced FROM hosting WHERE project_id = ?1";
    private static final String SET_HOSTING = """
            INSERT INTO hosting (project_id, open_prs, open_issues, stars, last_synced)
            VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (project_id)
            DO UPDATE SET open_prs = excluded.open_prs, open_issues = excluded.open_issues, stars = excluded.stars,
                          last_synced = excluded.last_synced
            """;
    private static final String DOCUMENT = "SELECT bytes FROM registry_documents WHERE project_id = ?1";
    private static final String SET_DOCUMENT = """
            INSERT INTO registry_documents (project_id, bytes)
            VALUES (?1, ?2)
            ON CONFLICT (project_id) DO UPDATE SET bytes = excluded.bytes
            """;

    private static final List<String> CLEAR = List.of(
            "DELETE FROM members WHERE project_id = ?1",
            "DELETE FROM hosting WHERE project_id = ?1",
            "DELETE FROM registry_documents WHERE project_id = ?1");

    /// Somebody who was named.
    record Named(String name, Role role) {}

    private final Transaction tx;
    private final long project;

    SqliteRegistryStore(Transaction tx, long project) {
        this.tx = tx;
        this.project = project;
    }

    /// Members first, each as they were named.
    List<Named> people() {
        return tx.query(PEOPLE)
                .bind(1, project)
                .list(row -> new Named(row.text(1), Role.valueOf(row.text(2).toUpperCase(Locale.ROOT))));
    }

    /// Gives somebody a role; returns whether that is new.
    boolean put(Role role, String name) {
        return tx.update(PUT)
                        .bind(1, project)
                        .bind(2, role.word())
                        .bind(3, name)
                        .execute()
                > 0;
    }

    /// Takes somebody's roles away; returns whether there were any.
    boolean remove(String name) {
        return tx.update(REMOVE).bind(1, project).bind(2, name).execute() > 0;
    }

    Hosting hosting() {
        return tx.query(HOSTING)
                .bind(1, project)
                .first(SqliteRegistryStore::hosting)
                .orElse(Hosting.NONE);
    }

    private static Hosting hosting(Row row) {
        return new Hosting(
                numbers(row.text(1)),
                numbers(row.text(2)),
                Optional.ofNullable(row.nullableLong(3)),
                Optional.ofNullable(row.nullableInstant(4)));
    }

    void setHosting(Hosting hosting) {
        tx.update(SET_HOSTING)
                .bind(1, project)
                .bind(2, text(hosting.openPullRequests()))
                .bind(3, text(hosting.openIssues()))
                .bind(4, hosting.stars().orElse(null))
                .bind(5, hosting.lastSynced().orElse(null))
                .execute();
    }

    /// Forgets everybody, the facts, and the document that they came in.
    void clear() {
        for (var sql : CLEAR) {
            tx.update(sql).bind(1, project).execute();
        }
    }

    /// The document that the facts came in, if they came in one.
    Optional<byte[]> document() {
        return tx.query(DOCUMENT).bind(1, project).first(row -> row.bytes(1));
    }

    void setDocument(byte[] bytes) {
        tx.update(SET_DOCUMENT).bind(1, project).bind(2, bytes).execute();
    }

    private static String text(List<Long> numbers) {
        return CompactJson.write(RegistryDocument.numbers(numbers));
    }

    private static List<Long> numbers(String json) {
        try {
            return RegistryDocument.numbers(
                            Json.object("numbers", JsonReader.read(json.getBytes(StandardCharsets.UTF_8))), "numbers")
                    .orElseThrow();
        } catch (JsonReader.InvalidJson notOurs) {
            throw new IllegalStateException("stored numbers are not JSON", notOurs);
        }
    }
}
