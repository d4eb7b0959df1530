package dev.templedb.cathedral.forks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.cathedral.testing.MigratedDatabase;
import dev.templedb.cathedral.testing.People;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresForksTest {
    @RegisterExtension
    static final MigratedDatabase DATABASE = new MigratedDatabase();

    private static final String ADD = """
            INSERT INTO project_versions (id, project_id, version, manifest, package_url, created_at, state_root, notes,
                                          signature, signed_by, downloads)
            VALUES (CAST(? AS uuid), ?, ?, '{"kind": "test"}', '', CAST(? AS timestamptz), ?, 'Notes.', 'SIGNED',
                    'KEY', 7)
            """;

    private static final String SHOWN = """
            SELECT concat_ws(' ', version, state_root, notes, signature, signed_by, yank_reason, downloads,
                             extract(year FROM created_at), manifest, package_url)
              FROM project_versions
             WHERE project_id = ?
             ORDER BY id DESC
            """;

    private final People people = new People(DATABASE.jdbi());
    private final PostgresForks forks = new PostgresForks();

    @Test
    void a_fork_has_the_versions_of_its_source_that_are_not_deleted_as_they_were_published() {
        var source = people.project(people.user("maker"), "origin", "public");
        var fork = people.project(people.user("taker"), "mine", "public");
        DATABASE.jdbi().useTransaction(handle -> {
            add(handle, source, 3, "1.0.0", "second");
            add(handle, source, 1, "2.0.0", "first");
            add(handle, source, 4, "3.0.0", "third");
            add(handle, source, 2, "4.0.0", "gone");
            handle.execute(
                    "UPDATE project_versions SET yanked_at = now(), yank_reason = 'Wrong' WHERE version = '3.0.0'");
            handle.execute("UPDATE project_versions SET deleted_at = now() WHERE version = '4.0.0'");
            handle.execute("UPDATE projects SET latest_version = '2.0.0' WHERE id = ?", source);

            forks.copyVersions(handle, source, fork);

            assertThat(handle.createQuery(SHOWN)
                            .bind(0, fork)
                            .mapTo(String.class)
                            .list())
                    .containsExactly(
                            "3.0.0 third Notes. SIGNED KEY Wrong 0 2024 {\"kind\": \"test\"} /api/v1/packages/taker/mine/3.0.0/download",
                            "1.0.0 second Notes. SIGNED KEY 0 2023 {\"kind\": \"test\"} /api/v1/packages/taker/mine/1.0.0/download",
                            "2.0.0 first Notes. SIGNED KEY 0 2021 {\"kind\": \"test\"} /api/v1/packages/taker/mine/2.0.0/download");
            assertThat(forks.versionStates(handle, fork)).containsExactlyInAnyOrder("first", "second", "third");
            assertThat(handle.createQuery("SELECT latest_version FROM projects WHERE id = ?")
                            .bind(0, fork)
                            .mapTo(String.class)
                            .list())
                    .isEqualTo(List.of("2.0.0"));
        });
    }

    /// @param year of its publication; the ids are in the order of the years, too
    private static void add(Handle handle, UUID project, int year, String version, String state) {
        handle.execute(
                ADD,
                "0190000%d-0000-7000-8000-000000000000".formatted(year),
                project,
                version,
                "202%d-06-01T00:00:00Z".formatted(year),
                state);
    }
}
