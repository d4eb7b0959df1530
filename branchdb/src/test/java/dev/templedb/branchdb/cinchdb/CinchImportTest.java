package dev.templedb.branchdb.cinchdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.templedb.branchdb.ActiveBranch;
import dev.templedb.branchdb.Databases;
import dev.templedb.branchdb.Tenant;
import dev.templedb.branchdb.catalog.ListedChange;
import dev.templedb.branchdb.catalog.TenantRow;
import dev.templedb.branchdb.cinchdb.ImportReport.Finding;
import dev.templedb.branchdb.kv.TimeToLive;
import dev.templedb.branchdb.kv.Value;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.SqliteFile;
import dev.templedb.sqlite.SqliteOptions;
import dev.templedb.testkit.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The scripts make files as CinchDB makes them; they were written by hand from the description of its layout, and
/// compared with a project that CinchDB itself had made.
class CinchImportTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-30T12:00:00Z"), ZoneOffset.UTC);
    private static final String LATER = """
            CREATE TABLE later (id TEXT PRIMARY KEY NOT NULL, created_at TEXT NOT NULL, updated_at TEXT, text TEXT);
            """;
    private static final String AGE = "ALTER TABLE users ADD COLUMN age INTEGER;";

    @TempDir
    Path directory;

    private Path source;
    private Path target;

    @BeforeEach
    void make() throws IOException {
        source = directory.resolve("source");
        target = directory.resolve("target");
        Files.createDirectories(source.resolve(".cinchdb"));
        Files.writeString(
                source.resolve(".cinchdb/config.toml"), "active_database = \"shop\"\nactive_branch = \"feature\"\n");
        run(".cinchdb/metadata.db", resource("catalog.sql"));
        run(file("shop-main", "__empty__"), resource("tenant.sql") + LATER);
        run(file("shop-main", "main"), resource("tenant.sql") + LATER);
        run(file("shop-main", "acme"), resource("tenant.sql") + LATER + resource("keys.sql") + """
                INSERT INTO users VALUES ('u1', '2026-01-01T00:00:00', NULL, 'ada@x.org', 1, 'red');
                INSERT INTO teams VALUES ('red', '2026-01-01T00:00:00', '2026-01-02T00:00:00', 'Red');
                INSERT INTO later VALUES ('l1', '2026-01-01T00:00:00', NULL, 'text');
                """);
        run(file("shop-feature", "main"), resource("tenant.sql") + AGE);
        run(file("shop-feature", "acme"), resource("tenant.sql") + AGE + """
                INSERT INTO users VALUES ('u2', '2026-01-01T00:00:00', NULL, 'bob@x.org', 'maybe', NULL, 9007199254740993);
                """);
    }

    @Test
    void databases_branches_tenants_rows_keys_and_changes_come_over_and_the_source_stays_as_it_was()
            throws IOException {
        var before = Shell.run(source, "find . -type f | sort | xargs sha256sum");

        var report = CinchImport.run(source, target, CinchImport.Mode.REFUSE_LOSSES, CLOCK);

        assertThat(Shell.run(source, "find . -type f | sort | xargs sha256sum")).isEqualTo(before);
        assertThat(report).isEqualTo(new ImportReport(true, 1, 2, 5, 4, 7, List.of()));
        assertThat(Shell.list(target)).allMatch(name -> name.startsWith(".branchdb"));
        try (var databases = Databases.open(target)) {
            var shop = databases.database("shop");
            assertThat(shop.info().description()).isEqualTo("What we sell");
            assertThat(databases.active()).isEqualTo(new ActiveBranch("shop", "feature"));
            assertThat(shop.main().tenants())
                    .extracting(TenantRow::name, TenantRow::isLazy)
                    .containsExactly(tuple("acme", false), tuple("lazy", true), tuple("main", false));
            var acme = shop.main().tenant("acme");
            assertThat(rows(acme, "SELECT id, email, active, team_id, updated_at FROM users"))
                    .containsExactly("u1|ada@x.org|1|red|2026-01-01T00:00:00");
            assertThat(rows(acme, "SELECT email FROM active_users")).containsExactly("ada@x.org");
            assertThat(rows(shop.branch("feature").tenant("acme"), "SELECT active, age FROM users"))
                    .containsExactly("maybe|9007199254740993");
            assertThat(shop.main().drift()).isEmpty();
            assertThat(shop.branch("feature").drift()).isEmpty();
            assertThat(acme.kv(CLOCK).getAll(List.of("n", "f", "t", "gone", "b", "y", "j", "z")))
                    .isEqualTo(Map.of(
                            "n", new Value.Int(5),
                            "f", new Value.Real(1.5),
                            "t", new Value.Text("x"),
                            "b", new Value.Bool(true),
                            "y", new Value.Bytes(new byte[] {1, 2}),
                            "j", new Value.Json("{\"a\": [1]}"),
                            "z", Value.NULL));
            assertThat(acme.kv(CLOCK).ttl("t")).isInstanceOf(TimeToLive.Left.class);
            assertThat(shop.main().changes())
                    .extracting(ListedChange::kind, ListedChange::sql)
                    .containsExactly(
                            tuple("create_table", "CREATE TABLE teams (name TEXT)"),
                            tuple("create_table", "CREATE TABLE users (email TEXT)"),
                            tuple("create_table", "CREATE TABLE later (text TEXT)"));
            assertThat(shop.branch("feature").changes())
                    .extracting(ListedChange::kind)
                    .containsExactly("create_table", "create_table", "add_column");
        }
    }

    @Test
    void imported_branches_part_where_they_have_in_common_and_can_be_merged() {
        CinchImport.run(source, target, CinchImport.Mode.REFUSE_LOSSES, CLOCK);

        try (var databases = Databases.open(target)) {
            var shop = databases.database("shop");
            shop.main().mergeInto("feature");
            assertThat(shop.branch("feature").schema().table("later")).isPresent();
            shop.branch("feature").mergeInto("main");

            var acme = shop.main().tenant("acme");
            assertThat(shop.main().schema().table("users").orElseThrow().column("age"))
                    .isPresent();
            assertThat(rows(acme, "SELECT id, age FROM users")).containsExactly("u1");
            assertThat(rows(acme, "SELECT id, text FROM later")).containsExactly("l1|text");
            acme.write(tx ->
                    tx.update("INSERT INTO users (email) VALUES ('new@x.org')").execute());
            assertThat(rows(
                            acme,
                            "SELECT length(id) > 30, updated_at IS NOT NULL FROM users WHERE email = 'new@x.org'"))
                    .containsExactly("1|1");
        }
    }

    @Test
    void what_does_not_fit_together_is_reported_and_nothing_is_made_when_something_would_be_lost() throws IOException {
        run(".cinchdb/metadata.db", """
                INSERT INTO databases (id, name, maintenance_mode, maintenance_reason)
                VALUES ('d2', 'a', 1, 'moving'), ('d3', 'a-b', 0, NULL), ('d4', '../evil', 0, NULL);
                INSERT INTO branches (id, database_id, name, parent_branch, archived_at)
                VALUES ('b3', 'd2', 'main', NULL, NULL), ('b4', 'd2', 'b-c', 'main', NULL), ('b5', 'd3', 'main', NULL, NULL),
                       ('b6', 'd3', 'c', 'c', NULL), ('b7', 'none', 'main', NULL, NULL), ('b8', 'd1', 'old', 'main', '2026');
                INSERT INTO tenants (id, branch_id, name, materialized, metadata)
                VALUES ('x1', 'b4', 'main', 1, NULL), ('x2', 'b6', 'main', 1, NULL), ('x3', 'b1', '../../up', 1, NULL),
                       ('x4', 'b1', 'plain', 1, '{"encrypted": true}'), ('x5', 'b1', 'secret', 1, '{"encrypted": true}'),
                       ('x6', 'b1', 'missing', 1, NULL), ('x7', 'none', 'main', 1, NULL), ('x8', 'b1', 'mixed', 1, NULL),
                       ('x9', 'b1', 'link', 1, NULL), ('y1', 'b1', 'virtual', 1, NULL);
                INSERT INTO changes (id, database_id, type, entity_type, entity_name, schema_snapshot)
                VALUES ('c5', 'd1', 'add_column', 'column', 'users.ghost', '{"users": [{"name": "ghost"}]}');
                INSERT INTO branch_changes (branch_id, branch_name, change_id, applied, applied_order)
                VALUES ('b1', 'main', 'c5', 1, 8), ('b1', 'main', 'c3', 0, 9), ('b1', 'main', 'c9', 1, 10);
                """);
        run(file("a-b-c", "main"), resource("tenant.sql") + "INSERT INTO teams VALUES ('t', 'now', NULL, 'T');");
        run(file("shop-main", "plain"), resource("tenant.sql") + LATER);
        Files.createDirectories(source.resolve(file("shop-main", "secret")).getParent());
        Files.write(source.resolve(file("shop-main", "secret")), new byte[5000]);
        run(file("shop-main", "nobody"), "CREATE TABLE t (a);");
        run(file("shop-main", "mixed"), """
                CREATE TABLE users (id TEXT PRIMARY KEY, created_at TEXT NOT NULL, updated_at TEXT, email TEXT, extra TEXT,
                    active BOOLEAN, team_id TEXT);
                INSERT INTO users VALUES (NULL, 'now', NULL, 'one@x.org', 'more', 1, NULL), ('u3', 'now', NULL, 'one@x.org', NULL, 1, NULL),
                    ('u4', 'now', NULL, 'two@x.org', NULL, 1, 'nowhere');
                CREATE TABLE only_here (a); INSERT INTO only_here VALUES (1), (2);
                """);
        run(file("shop-main", "virtual"), "CREATE VIRTUAL TABLE v USING fts5(a);");
        Files.createDirectories(source.resolve(file("shop-main", "link")).getParent());
        Files.createSymbolicLink(source.resolve(file("shop-main", "link")), source.resolve(file("shop-main", "acme")));

        assertFails(
                () -> CinchImport.run(source, target, CinchImport.Mode.REFUSE_LOSSES, CLOCK),
                ErrorCode.CINCHDB_LOSSES,
                "would not come over, and nothing was made");
        assertThat(Shell.list(directory.resolve("target"))).containsExactly("");
        var rehearsed = CinchImport.run(source, target, CinchImport.Mode.REHEARSE, CLOCK);
        assertThat(rehearsed.isMade()).isFalse();
        assertThat(Shell.list(directory.resolve("target"))).containsExactly("");

        var report = CinchImport.run(source, target, CinchImport.Mode.ACCEPT_LOSSES, CLOCK);

        assertThat(report.findings()).isEqualTo(rehearsed.findings());
        assertThat(report.losses())
                .extracting(Finding::place, Finding::sentence)
                .extracting(Object::toString)
                .anyMatch(text -> text.contains("../evil") && text.contains("security violation"))
                .anyMatch(text -> text.contains("../../up"))
                .anyMatch(text -> text.contains("branch belongs to a database that is not there"))
                .anyMatch(text -> text.contains("tenant belongs to a branch that is not there"))
                .anyMatch(text -> text.contains("shop/old") && text.contains("was deleted"))
                .anyMatch(text -> text.contains("c9 is listed and not there"))
                .anyMatch(text -> text.contains("shop/main/secret") && text.contains("encrypted or damaged"))
                .anyMatch(text -> text.contains("shop/main/link") && text.contains("is a link"))
                .anyMatch(text -> text.contains("shop/main/virtual") && text.contains("virtual table"))
                .anyMatch(text -> text.contains("nobody.db"))
                .anyMatch(text -> text.contains("shop/main/mixed/only_here\", \"2 rows do not come over"))
                .anyMatch(text -> text.contains("shop/main/mixed/users.extra\", \"1 values do not come over"))
                .anyMatch(text -> text.contains("shop/main/mixed/users\", \"2 rows do not come over"))
                .hasSize(13);
        assertThat(report.findings())
                .filteredOn(finding -> !finding.isLoss())
                .extracting(Finding::place, Finding::sentence)
                .extracting(Object::toString)
                .anyMatch(text -> text.contains("a-b/c") && text.contains("has the directory of a/b-c"))
                .anyMatch(text -> text.contains("shop/main/plain") && text.contains("in the clear"))
                .anyMatch(text -> text.contains("shop/main/missing") && text.contains("is missing"))
                .anyMatch(text -> text.contains("shop/main/mixed") && text.contains("not that of its branch"))
                .anyMatch(text -> text.contains("users.ghost"))
                .anyMatch(text -> text.contains("c3 was not applied"))
                .anyMatch(text -> text.contains("maintenance mode"));
        try (var databases = Databases.open(target)) {
            assertThat(databases.database("a").maintenance()).contains("moving");
            assertThat(rows(databases.database("a").branch("b-c").tenant("main"), "SELECT id, name FROM teams"))
                    .containsExactly("t|T");
            assertThat(rows(databases.database("a-b").branch("c").tenant("main"), "SELECT id, name FROM teams"))
                    .containsExactly("t|T");
            assertThat(rows(databases.database("shop").main().tenant("mixed"), "SELECT email, length(id) FROM users"))
                    .containsExactly("one@x.org|32");
        }
    }

    /// A live file has rows in its log that are not in the file yet.
    @Test
    void a_project_that_is_in_use_comes_over_with_what_was_committed() throws IOException {
        try (var live = SqliteFile.open(source.resolve(file("shop-main", "main")), SqliteOptions.forApplication(0))) {
            live.write(tx -> tx.update("INSERT INTO teams VALUES ('live', 'now', NULL, 'Live')")
                    .execute());
            CinchImport.run(source, target, CinchImport.Mode.REFUSE_LOSSES, CLOCK);
        }

        try (var databases = Databases.open(target)) {
            assertThat(rows(databases.database("shop").main().tenant("main"), "SELECT id, name FROM teams"))
                    .containsExactly("live|Live");
        }
    }

    @Test
    void what_is_no_project_of_cinchdb_or_is_there_already_is_refused() throws IOException {
        assertFails(
                () -> CinchImport.run(target, target, CinchImport.Mode.REHEARSE, CLOCK),
                ErrorCode.CINCHDB_NOT_FOUND,
                "There is no CinchDB project");
        CinchImport.run(source, source, CinchImport.Mode.REFUSE_LOSSES, CLOCK);
        assertFails(
                () -> CinchImport.run(source, source, CinchImport.Mode.REFUSE_LOSSES, CLOCK),
                ErrorCode.BRANCHDB_EXISTS,
                "databases already");
        for (var script : List.of("CREATE TABLE t (a);", "DROP TABLE tenants; CREATE VIEW tenants AS SELECT 1;")) {
            var broken = Files.createDirectories(directory.resolve("broken/.cinchdb"));
            Files.deleteIfExists(broken.resolve("metadata.db"));
            run(
                    "../broken/.cinchdb/metadata.db",
                    script.startsWith("DROP") ? resource("catalog.sql") + script : script);
            assertFails(
                    () -> CinchImport.run(broken.getParent(), target, CinchImport.Mode.ACCEPT_LOSSES, CLOCK),
                    ErrorCode.CINCHDB_UNREADABLE,
                    "cannot be read");
        }
        Files.writeString(directory.resolve("broken/.cinchdb/metadata.db"), "not a database");
        assertFails(
                () -> CinchImport.run(directory.resolve("broken"), target, CinchImport.Mode.ACCEPT_LOSSES, CLOCK),
                ErrorCode.CINCHDB_UNREADABLE,
                "not a SQLite database");
        assertThat(Shell.list(target)).containsExactly("");
    }

    private void run(String file, String script) throws IOException {
        Files.createDirectories(source.resolve(file).getParent());
        Files.writeString(directory.resolve("script.sql"), script);
        Shell.run(source, "sqlite3 -bail '" + file + "' < ../script.sql");
    }

    private static String file(String folder, String tenant) {
        String shard = Sha256.of(tenant.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 2);
        return ".cinchdb/%s/%s/%s.db".formatted(folder, shard, tenant);
    }

    private static List<String> rows(Tenant tenant, String sql) {
        return tenant.read(tx -> tx.query(sql.replaceFirst("SELECT (.*) FROM", "SELECT concat_ws('|', $1) FROM"))
                .list(row -> row.text(1)));
    }

    private static String resource(String name) {
        try (var in = CinchImportTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertFails(ThrowingCallable call, ErrorCode code, String part) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        TempleException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(part);
    }
}
