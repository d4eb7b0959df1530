package dev.templedb.cathedral.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.templedb.cathedral.nodes.Nodes;
import dev.templedb.cathedral.testing.MigratedDatabase;
import dev.templedb.cathedral.testing.People;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// `cathedral admin` on a PostgreSQL that the settings name; acceptance tests use it on that of a server.
class AdminTest {
    @RegisterExtension
    static final MigratedDatabase DATABASE = new MigratedDatabase();

    private static final Path GOLDEN = Path.of("src/test/resources/golden/admin-help.txt");

    @TempDir
    Path home;

    private final Map<String, String> variables = new HashMap<>();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeEach
    void settings() {
        var database = DATABASE.database();
        variables.put("HOME", home.toString());
        variables.put(
                "CATHEDRAL_DATABASE_URL",
                database.jdbcUrl().replace("jdbc:", "") + "?user=" + database.user() + "&password="
                        + database.password());
        DATABASE.jdbi().useHandle(handle -> handle.execute("TRUNCATE owners, audit_log, packs CASCADE"));
    }

    private String run(int code, String input, String... arguments) {
        said.reset();
        var sink = new PrintStream(said, true, StandardCharsets.UTF_8);
        var in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        int ended = Program.run(new Surroundings(variables, in, sink, sink, false, false), arguments);
        var text = said.toString(StandardCharsets.UTF_8);
        assertThat(ended).as(text).isEqualTo(code);
        return text;
    }

    private JsonNode json(String... arguments) {
        var words = new java.util.ArrayList<>(List.of(arguments));
        words.addAll(List.of("--format", "json"));
        try {
            return new ObjectMapper().readTree(run(0, "", words.toArray(String[]::new)));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void every_command_says_what_it_is_for() throws IOException {
        var help = new StringBuilder();
        for (String command : List.of(
                "",
                "create-user",
                "reset",
                "set-plan",
                "gc",
                "scrub",
                "reindex",
                "audit",
                "audit verify",
                "audit export",
                "jobs",
                "counts",
                "backup",
                "restore")) {
            help.append(run(
                            0,
                            "",
                            ("admin " + command + " --help")
                                    .replaceAll(" +", " ")
                                    .split(" ")))
                    .append('\n');
        }
        if (Boolean.getBoolean("templedb.updateGolden")) {
            Files.writeString(GOLDEN, help);
        }
        assertThat(help.toString()).isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void a_user_is_given_a_plan_and_figures_of_its_own() {
        run(
                0,
                "correct horse battery\n",
                "admin",
                "create-user",
                "ada",
                "--email",
                "a@example.org",
                "--password-stdin");

        assertThat(run(0, "", "admin", "set-plan", "ada"))
                .isEqualToIgnoringNewLines(
                        "ada has the plan enterprise: 0 bytes stored, 0 projects, 0 private projects.");
        var free = json("admin", "set-plan", "Ada", "free", "--storage", "2 GiB");
        assertThat(free.path("plan").asText()).isEqualTo("free");
        assertThat(free.path("storage_bytes").path("left").asLong()).isEqualTo(2L << 30);
        assertThat(free.path("private_projects").path("limit").asLong()).isEqualTo(5);
        assertThat(run(0, "", "admin", "set-plan", "ada", "--storage", "plan", "--private-projects", "unlimited"))
                .contains("0 bytes of 1073741824 stored", "0 private projects.");
        assertThat(run(2, "", "admin", "set-plan", "ada", "gold")).contains("TDB-1402");
        assertThat(run(2, "", "admin", "set-plan", "ada", "--storage", "much")).contains("or unlimited, or plan");
        assertThat(run(3, "", "admin", "set-plan", "nobody", "free")).contains("TDB-1422");
        assertThat(run(0, "", "admin", "audit", "export"))
                .contains("owner.plan")
                .contains("\"free\"");
    }

    @Test
    void an_account_is_made_with_a_password_or_a_link_and_its_password_is_reset() {
        assertThat(run(2, "short\n", "admin", "create-user", "ada", "--email", "ada@example.org", "--password-stdin"))
                .contains("TDB-1421");
        assertThat(run(
                        0,
                        "correct horse battery\n",
                        "admin",
                        "create-user",
                        "ada",
                        "--email",
                        "ada@example.org",
                        "--admin",
                        "--password-stdin"))
                .isEqualTo("Made the account ada.\n");
        assertThat(run(4, "", "admin", "create-user", "ADA", "--email", "other@example.org"))
                .contains("TDB-1419");
        var made = json("admin", "create-user", "bob", "--email", "bob@example.org");
        assertThat(made.path("link").asText()).startsWith("http://127.0.0.1:8420/reset?token=");
        assertThat(json("admin", "create-user", "carol").path("email").isNull()).isTrue();
        DATABASE.jdbi()
                .useHandle(handle -> handle.execute("INSERT INTO sessions (user_id, secret_hash, expires_at)"
                        + " SELECT id, 'h', now() + interval '1 day' FROM users WHERE username = 'ada'"));

        assertThat(run(0, "another good phrase\n", "admin", "reset", "ada", "--password-stdin"))
                .isEqualTo("ada has the new password; all sessions have ended.\n");
        assertThat(run(0, "", "admin", "reset", "ada", "--revoke-tokens"))
                .contains("0 tokens revoked", "/reset?token=");
        assertThat(run(3, "", "admin", "reset", "nobody")).contains("TDB-1422");
        variables.put("CATHEDRAL_HTTP_PUBLIC_URL", "https://example.org/registry//");
        assertThat(json("admin", "reset", "ada", "--two-factor-off")
                        .path("link")
                        .asText())
                .startsWith("https://example.org/registry/reset?token=");
        DATABASE.jdbi()
                .useHandle(handle -> handle.execute("INSERT INTO identities (user_id, issuer, subject)"
                        + " SELECT id, 'https://id.example.org', 'ada-1' FROM users WHERE username = 'ada'"));
        assertThat(run(0, "another good phrase\n", "admin", "reset", "ada", "--password-stdin"))
                .contains("The user can still sign in by https://id.example.org; --unlink ends that.");
        assertThat(run(0, "", "admin", "reset", "ada", "--unlink")).contains("1 provider unlinked.", "/reset?token=");
        assertThat(count("identities")).isZero();

        assertThat(count("sessions")).isZero();
        assertThat(count("users WHERE is_admin")).isEqualTo(1);
        assertThat(count("users WHERE password_hash IS NULL")).isEqualTo(3);
        assertThat(count("password_resets")).isEqualTo(3);
        assertThat(run(0, "", "admin", "audit", "export").lines().toList())
                .hasSize(13)
                .allMatch(line -> line.startsWith("{\"number\":"))
                .anyMatch(line -> line.contains("\"token.revoke-all\"") && line.contains("\"tokens\":0"))
                .anyMatch(line -> line.contains("\"user.two-factor-off\"") && line.contains("\"was_on\":false"))
                .noneMatch(line -> line.contains("phrase") || line.contains("token="));
    }

    @Test
    void links_lead_to_the_server_that_runs_wherever_it_listens() {
        run(0, "", "admin", "create-user", "ada", "--email", "ada@example.org");
        var first = new Nodes(DATABASE.jdbi());
        var second = new Nodes(DATABASE.jdbi());
        try {
            first.appear();
            first.announce("http://127.0.0.1:18420", false);
            assertThat(link("ada")).startsWith("http://127.0.0.1:18420/reset?token=");

            second.appear();
            second.announce("https://registry.example.org", true);
            first.announce("http://127.0.0.1:18420", false);
            assertThat(link("ada")).startsWith("https://registry.example.org/reset?token=");

            second.disappear();
            DATABASE.jdbi()
                    .useHandle(handle -> handle.execute("INSERT INTO nodes (number, address, is_public)"
                            + " VALUES (1, 'https://killed.example.org', true)"));
            assertThat(link("ada")).startsWith("http://127.0.0.1:18420/reset?token=");
            variables.put("CATHEDRAL_HTTP_PUBLIC_URL", "https://said.example.org");
            assertThat(link("ada")).startsWith("https://said.example.org/reset?token=");
            variables.remove("CATHEDRAL_HTTP_PUBLIC_URL");
        } finally {
            first.disappear();
            second.disappear();
        }
        assertThat(link("ada")).startsWith("http://127.0.0.1:8420/reset?token=");
    }

    private String link(String name) {
        return json("admin", "reset", name).path("link").asText();
    }

    private static int count(String from) {
        return DATABASE.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT count(*) FROM " + from)
                        .mapTo(Integer.class)
                        .one());
    }

    @Test
    void space_is_given_back_packs_are_read_and_indexes_made_anew() throws IOException {
        assertThat(run(0, "", "admin", "gc", "--dry-run"))
                .isEqualTo("Would remove 0 packs, 0 uploads and 0 objects that belong to nothing: 0 bytes.\n");
        assertThat(json("admin", "gc", "--repack").path("postponed").asBoolean())
                .isFalse();
        assertThat(run(0, "", "admin", "scrub")).isEqualTo("Read 0 packs (0 bytes); all are whole.\n");
        DATABASE.jdbi()
                .useHandle(handle -> handle.execute(
                        "INSERT INTO packs (id, frame_bytes, index_bytes, objects, raw_bytes, sha256)"
                                + " VALUES (new_id(), 3, 4, 1, 5, ?)",
                        "a".repeat(64)));
        assertThat(run(5, "", "admin", "scrub")).contains("1 is damaged", "is not in the storage");
        assertThat(run(0, "", "admin", "reindex", "--check")).isEqualTo("5 indexes give what the tables hold.\n");
        var people = new People(DATABASE.jdbi());
        var project = people.project(people.user("owner-of-tags"), "tagged-wrongly", "public");
        DATABASE.jdbi()
                .useHandle(handle -> handle.execute("UPDATE projects SET tag_names = '{java}' WHERE id = ?", project));
        assertThat(run(5, "", "admin", "reindex", "--check")).contains("1 project with other tags");
        assertThat(run(0, "", "admin", "reindex")).isEqualTo("Made 5 indexes anew; 1 project corrected.\n");
        assertThat(run(0, "", "admin", "reindex", "--check")).startsWith("5 indexes");
        DATABASE.jdbi().useHandle(handle -> handle.execute("DROP INDEX projects_search_names"));
        assertThat(run(5, "", "admin", "reindex", "--check")).contains("not there or not whole: projects_search_names");
        DATABASE.jdbi()
                .useHandle(handle -> handle.execute(
                        "CREATE INDEX projects_search_names ON projects USING gin (search_names gin_trgm_ops)"));
        assertThat(run(5, "", "admin", "backup", home.resolve("backup").toString()))
                .contains("Saved the registry as of ", "1 pack is damaged or missing");
        assertThat(Files.getPosixFilePermissions(home.resolve("backup"))).hasSize(3);
    }

    @Test
    void a_change_of_the_audit_log_is_found() {
        run(0, "", "admin", "create-user", "ada", "--email", "ada@example.org");
        assertThat(run(0, "", "admin", "audit", "verify")).startsWith("All entries (2) are as they were written.");
        DATABASE.jdbi().useHandle(handle -> handle.execute("UPDATE audit_log SET action = 'nothing' WHERE number = 1"));
        assertThat(run(5, "", "admin", "audit", "verify")).isEqualTo("The entry 1 is not as it was written.\n");
    }

    @Test
    void jobs_are_shown_and_asked_for() {
        DATABASE.jdbi()
                .useHandle(handle -> handle.execute("INSERT INTO jobs (name, due_at) VALUES ('gc', '2030-01-01')"
                        + " ON CONFLICT (name) DO UPDATE SET due_at = '2030-01-01'"));
        assertThat(run(0, "", "admin", "jobs")).containsPattern("gc +2030-01-01T00:00:00Z +- +- +\\{}");
        assertThat(json("admin", "jobs", "--run", "gc").get(0).path("due_at").asText())
                .doesNotStartWith("2030");
        assertThat(run(3, "", "admin", "jobs", "--run", "nothing")).contains("TDB-1518");
    }

    @Test
    void what_there_is_is_counted() {
        run(0, "", "admin", "create-user", "ada", "--email", "ada@example.org");
        assertThat(run(0, "", "admin", "counts"))
                .contains("projects       0 (0 public, 0 internal, 0 private)", "users          1");
        assertThat(json("admin", "counts").path("organizations").asLong()).isZero();
    }

    @Test
    void a_backup_is_checked_and_brought_back() {
        run(0, "", "admin", "create-user", "ada", "--email", "ada@example.org");
        var backup = home.resolve("backup").toString();
        assertThat(json("admin", "backup", backup).path("missing")).isEmpty();
        run(0, "", "admin", "create-user", "bob", "--email", "bob@example.org");

        assertThat(run(0, "", "admin", "restore", backup, "--check")).startsWith("The backup is whole: as of ");
        assertThat(run(4, "", "admin", "restore", backup)).contains("TDB-1520", "--replace");
        assertThat(count("users")).isEqualTo(2);
        assertThat(run(0, "", "admin", "restore", backup, "--replace")).startsWith("Restored the registry: as of ");

        assertThat(count("users")).isEqualTo(1);
        run(0, "", "admin", "audit", "verify");
        assertThat(run(3, "", "admin", "restore", home.toString(), "--check")).contains("TDB-1521");
    }

    @Test
    void where_there_is_no_registry_none_is_made() {
        variables.remove("CATHEDRAL_DATABASE_URL");
        assertThat(run(3, "", "admin", "gc")).contains("TDB-1519");
        assertThat(home.resolve(".local")).doesNotExist();
        variables.put("CATHEDRAL_DATABASE_URL", "postgresql://ada:hunter2@127.0.0.1:1/registry");
        assertThat(run(6, "", "admin", "jobs")).contains("TDB-1514").doesNotContain("hunter2", "Exception");
    }
}
