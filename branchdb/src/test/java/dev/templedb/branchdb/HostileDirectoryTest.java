package dev.templedb.branchdb;

import static dev.templedb.branchdb.Fails.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.templedb.branchdb.changes.Change;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.CompactJson;
import dev.templedb.packages.json.Json;
import dev.templedb.sqlite.SqliteFile;
import dev.templedb.sqlite.SqliteOptions;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A directory that came out of somebody's archive or clone, and was made to do harm to whoever opens it.
@Timeout(60)
class HostileDirectoryTest {
    @TempDir
    Path place;

    private Path directory;
    private Path home;
    private Path elsewhere;

    /// A tenant whose file is behind its branch, so the next look at it runs the steps of the catalogue.
    @BeforeEach
    void fill() throws Exception {
        directory = Files.createDirectory(place.resolve("databases"));
        home = directory.resolve(".branchdb");
        elsewhere = Files.createDirectory(place.resolve("elsewhere"));
        try (var databases = Databases.init(directory)) {
            var main = databases.create("app").main();
            main.change(Edits.notes());
            main.createTenants(List.of("t1"), true);
        }
        var file = FilesOf.file(directory, 2);
        var before = Files.readAllBytes(file);
        try (var databases = Databases.open(directory)) {
            databases.database("app").main().change(Edits.addColumn("more"));
        }
        Files.write(file, before);
    }

    private void inCatalogue(String sql) {
        in(home.resolve("catalog.db"), sql);
    }

    private static void in(Path file, String sql) {
        try (var sqlite = SqliteFile.open(file, SqliteOptions.forApplication(0))) {
            sqlite.writeSchema(tx -> {
                tx.script(sql);
                return true;
            });
        }
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String steps(String sql) {
        return CompactJson.write(new Json.Arr(
                List.of(Json.object("name", new Json.Str("x")).with("sql", sql).with("change", 0))));
    }

    private void look() {
        try (var databases = Databases.open(directory)) {
            databases.active();
            Notes.ids(databases.database("app").main().tenant("t1"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ATTACH %s AS e; CREATE TABLE e.x (a)",
                "SELECT 1; ATTACH %s AS e",
                "/* CREATE TABLE */ ATTACH %s AS e",
                "VACUUM INTO %s",
                "PRAGMA writable_schema = ON",
                "PRAGMA legacy_alter_table = ON, writable_schema = ON",
                "PRAGMA journal_mode = DELETE",
                "COMMIT",
                "CREATE VIRTUAL TABLE x USING fts5(a)",
                "CREATE TEMP TABLE x (a)",
                "CREATE TRIGGER x AFTER INSERT ON notes BEGIN SELECT 1; END; ATTACH %s AS e",
                "CREATE TRIGGER x AFTER INSERT ON notes BEGIN SELECT CASE WHEN 1 THEN 2 END; END; ATTACH %s AS e",
                "CREATE TABLE \"x;\" (a); ATTACH %s AS e",
                "CREATE TABLE [x] (a) -- ;\n; ATTACH %s AS e",
                "EXPLAIN ATTACH %s AS e",
                "SELECT load_extension('x')"
            })
    void no_step_of_a_catalogue_does_more_than_change_the_schema_of_a_file(String sql) {
        var target = elsewhere.resolve("made.db");
        inCatalogue(
                "UPDATE schema_versions SET steps = " + literal(steps(sql.replace("%s", literal(target.toString())))));

        assertFails(this::look, ErrorCode.DATABASES_FOREIGN, "branchdb did not write");
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void a_check_of_rows_is_one_SELECT() {
        var check = Json.object("kind", new Json.Str("check"))
                .with("subject", "x")
                .with(
                        "count_sql",
                        "ATTACH %s AS e"
                                .formatted(literal(elsewhere.resolve("x").toString())));
        inCatalogue("UPDATE schema_versions SET steps = "
                + literal(CompactJson.write(new Json.Arr(List.of(Json.object("name", new Json.Str("x"))
                        .with("sql", "")
                        .with("change", 0)
                        .with("check", check))))));

        assertFails(this::look, ErrorCode.DATABASES_FOREIGN, "ATTACH");
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void the_way_back_of_a_change_is_looked_at_as_well() {
        look();
        inCatalogue("UPDATE schema_versions SET inverse = "
                + literal(steps("ATTACH %s AS e"
                        .formatted(literal(elsewhere.resolve("x").toString())))));

        try (var databases = Databases.open(directory)) {
            assertFails(() -> databases.database("app").main().undo(), ErrorCode.DATABASES_FOREIGN, "ATTACH");
        }
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void a_model_cannot_end_its_statement_and_begin_another() {
        look();
        inCatalogue(("UPDATE schema_parts SET text = replace(text, '\"name\":\"more\"', '\"name\":\"more\","
                        + "\"default\":\"1); ATTACH ''%s'' AS e; --\"')")
                .formatted(elsewhere.resolve("x")));

        try (var databases = Databases.open(directory)) {
            var main = databases.database("app").main();
            assertThat(catchThrowable(() -> main.change(List.of(new Change.RenameTable("notes", "remarks")))))
                    .isInstanceOf(TempleException.class);
        }
        assertThat(elsewhere).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TRIGGER t AFTER INSERT ON tenants BEGIN DELETE FROM tenants; END",
                "ALTER TABLE tenants RENAME TO others; CREATE VIEW tenants AS SELECT * FROM others",
                "CREATE TABLE more (a)",
                "ALTER TABLE files ADD COLUMN a TEXT"
            })
    void a_catalogue_with_another_schema_is_refused(String sql) {
        inCatalogue(sql);

        assertFails(this::look, ErrorCode.DATABASES_FOREIGN, "did not make");
    }

    @Test
    void versions_that_follow_on_each_other_in_a_circle_are_damage() {
        inCatalogue("UPDATE schema_versions SET predecessor = 3 WHERE id = 2");
        in(FilesOf.file(directory, 2), "PRAGMA user_version = 1");

        assertFails(this::look, ErrorCode.TENANT_DAMAGED, "No change leads");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "catalog.db",
                "catalog.db-wal",
                "epoch",
                "gates",
                "config.toml",
                "files",
                "files/0",
                "files/0/2.db"
            })
    void links_are_not_followed(String name) throws Exception {
        var file = home.resolve(name);
        var theirs = elsewhere.resolve("theirs");
        if (Files.exists(file)) {
            Files.move(file, theirs, StandardCopyOption.ATOMIC_MOVE);
        } else {
            Files.writeString(theirs, "theirs");
        }
        var before = Files.isRegularFile(theirs) ? Files.readAllBytes(theirs) : new byte[0];
        Files.createSymbolicLink(file, theirs);

        assertFails(this::look, ErrorCode.DATABASES_FOREIGN, "is a link");
        assertThat(Files.isRegularFile(theirs) ? Files.readAllBytes(theirs) : new byte[0])
                .isEqualTo(before);
    }

    @Test
    void the_folder_of_the_databases_is_no_link_either() throws Exception {
        Files.move(home, elsewhere.resolve("theirs"));
        Files.createSymbolicLink(home, elsewhere.resolve("theirs"));

        assertFails(this::look, ErrorCode.DATABASES_FOREIGN, "is a link");
        assertFails(() -> Databases.init(directory), ErrorCode.DATABASES_FOREIGN, "is a link");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "catalog.db",
                "catalog.db-wal",
                "epoch",
                "gates",
                "config.toml",
                "files/0/2.db",
                "files/0/2.db-wal"
            })
    void pipes_and_folders_in_the_place_of_files_are_named_and_nobody_waits_for_them(String name) throws Exception {
        var file = home.resolve(name);
        Files.deleteIfExists(file);
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();
        assertFails(this::look, ErrorCode.DATABASES_FOREIGN, "is no regular file");

        Files.delete(file);
        Files.createDirectory(file);
        assertFails(this::look, ErrorCode.DATABASES_FOREIGN, "is no regular file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"catalog.db", "epoch", "gates", "files/0/2.db"})
    void a_file_that_is_also_another_one_is_not_written_to(String name) throws Exception {
        Files.createLink(elsewhere.resolve("theirs"), home.resolve(name));

        assertFails(this::look, ErrorCode.DATABASES_FOREIGN, "another name elsewhere");
    }

    @Test
    void a_page_of_anything_stops_nobody() throws Exception {
        Files.write(home.resolve("epoch"), "x".repeat(5000).getBytes(StandardCharsets.UTF_8));

        look();
        try (var databases = Databases.open(directory)) {
            var main = databases.database("app").main();
            main.change(Edits.addColumn("other"));
            Notes.add(main.tenant("t1"), "a");
            assertThat(Notes.ids(main.tenant("t1"))).containsExactly("a");
        }
    }

    @Test
    void settings_of_any_size_take_no_memory() throws Exception {
        try (var file = new RandomAccessFile(home.resolve("config.toml").toFile(), "rw")) {
            file.setLength(1L << 40);
        } catch (IOException noSuchLargeFilesHere) {
            Files.write(home.resolve("config.toml"), new byte[1 << 20]);
        }

        assertFails(this::look, ErrorCode.DATABASES_FOREIGN, "more than");
        Files.delete(home.resolve("config.toml"));
    }

    @Test
    void maintenance_names_the_triggers_that_no_schema_shows() {
        look();
        in(FilesOf.file(directory, 2), """
                CREATE TABLE __kv (key TEXT);
                CREATE TRIGGER evil AFTER INSERT ON __kv BEGIN DELETE FROM notes; END;
                CREATE TRIGGER __touch_x AFTER INSERT ON notes BEGIN DELETE FROM notes; END;
                """);

        try (var databases = Databases.open(directory)) {
            assertThat(databases.database("app").main().damage())
                    .extracting(damage -> damage.tenant() + ": " + damage.words())
                    .containsExactly(
                            "t1: the trigger __touch_x of notes was not made by branchdb",
                            "t1: the trigger evil of __kv was not made by branchdb");
        }
    }

    @Test
    void a_template_that_cannot_be_read_is_named_and_the_others_are_looked_at_all_the_same() throws Exception {
        look();
        Files.writeString(FilesOf.file(directory, 1), "no database at all, but long enough to be one by its length");
        Files.delete(FilesOf.file(directory, 2));

        try (var databases = Databases.open(directory)) {
            var main = databases.database("app").main();
            assertThat(main.damage()).extracting(damage -> damage.tenant()).containsExactly("(template)", "t1");
            assertThat(main.damage().getFirst().words()).contains("1.db is not a SQLite database");
            assertFails(() -> Notes.ids(main.tenant("t1")), ErrorCode.TENANT_DAMAGED, "2.db does not exist");
        }
        assertThat(Files.exists(FilesOf.file(directory, 2), LinkOption.NOFOLLOW_LINKS))
                .isFalse();
    }
}
