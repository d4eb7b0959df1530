package dev.templedb.branchdb;

import static dev.templedb.branchdb.Fails.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.branchdb.catalog.DatabaseRow;
import dev.templedb.core.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabasesTest {
    @TempDir
    Path directory;

    /// case 22
    @Test
    void case_22_a_directory_is_made_a_project_once() throws Exception {
        try (var databases = Databases.init(directory)) {
            databases.create("app");
        }
        var before = Files.readAllBytes(directory.resolve(".branchdb/catalog.db"));

        assertFails(() -> Databases.init(directory), ErrorCode.BRANCHDB_EXISTS, "Project already exists");

        assertThat(Files.readAllBytes(directory.resolve(".branchdb/catalog.db")))
                .isEqualTo(before);
        try (var databases = Databases.open(directory)) {
            assertThat(databases.list()).extracting(DatabaseRow::name).containsExactly("app");
        }
    }

    @Test
    void a_directory_without_databases_is_not_opened_and_nothing_is_made_there() {
        assertFails(() -> Databases.open(directory), ErrorCode.BRANCHDB_NOT_FOUND, "no databases");

        assertThat(directory).isEmptyDirectory();
    }

    /// case 23
    @Test
    void case_23_the_environment_overrides_the_settings_for_one_process_only() throws Exception {
        try (var databases = Databases.init(directory)) {
            databases.activate(new ActiveBranch("app", "feature"));
            var settings = directory.resolve(".branchdb/config.toml");
            var text = Files.readString(settings);

            assertThat(databases.active()).isEqualTo(new ActiveBranch("app", "feature"));
            assertThat(databases.active().overriddenBy(Map.of("CINCHDB_BRANCH", "other")))
                    .isEqualTo(new ActiveBranch("app", "other"));
            assertThat(databases.active().overriddenBy(Map.of("BRANCHDB_DATABASE", "shop", "BRANCHDB_BRANCH", "dev")))
                    .isEqualTo(new ActiveBranch("shop", "dev"));
            assertThat(databases.active().overriddenBy(Map.of("CINCHDB_DATABASE", "shop")))
                    .isEqualTo(new ActiveBranch("shop", "main"));
            assertThat(databases.active().overriddenBy(Map.of("CINCHDB_DATABASE", "app")))
                    .isEqualTo(new ActiveBranch("app", "feature"));
            assertThat(Files.readString(settings)).isEqualTo(text);
        }
    }

    @Test
    void the_first_database_that_is_made_is_meant_when_nothing_is_said_and_no_later_one() {
        try (var databases = Databases.init(directory)) {
            databases.create("app");
            databases.create("other");

            assertThat(databases.active()).isEqualTo(new ActiveBranch("app", "main"));
            databases.delete("app");
            databases.delete("other");
            databases.create("third");
            assertThat(databases.active()).isEqualTo(new ActiveBranch("third", "main"));
        }
    }

    @Test
    void settings_that_are_no_settings_are_refused_and_others_are_kept() throws Exception {
        try (var databases = Databases.init(directory)) {
            assertThat(databases.active()).isEqualTo(new ActiveBranch("main", "main"));
            var settings = directory.resolve(".branchdb/config.toml");
            Files.writeString(settings, "# mine\nactive_database = \"app\" # here\n[remotes.x]\nurl = \"y\"\n");

            databases.activate(new ActiveBranch("app", "dev"));

            assertThat(Files.readString(settings))
                    .contains("# mine", "active_branch = \"dev\"", "[remotes.x]\nurl = \"y\"");
            Files.writeString(settings, "active_branch = ../x\n");
            assertFails(databases::active, ErrorCode.DATABASE_NAME_INVALID, "config.toml");
        }
    }

    /// case 85
    @Test
    void case_85_names_that_look_alike_when_joined_have_separate_data() {
        try (var databases = Databases.init(directory)) {
            var one = databases.create("a").createBranch("b-c", "main");
            var other = databases.create("a-b").createBranch("c", "main");
            one.change(Edits.notes());
            other.change(Edits.notes());

            Notes.add(one.tenant("main"), "mine");

            assertThat(Notes.ids(one.tenant("main"))).containsExactly("mine");
            assertThat(Notes.ids(other.tenant("main"))).isEmpty();
        }
    }

    @Test
    void a_database_that_is_deleted_and_forgotten_is_gone_with_its_files_and_can_be_made_again() {
        try (var databases = Databases.init(directory)) {
            var app = databases.create("app");
            app.main().change(Edits.notes());
            Notes.add(app.main().tenant("main"), "a");
            var kept = app.main().tenant("main");

            databases.delete("app");

            assertFails(() -> Notes.count(kept), ErrorCode.DATABASE_NOT_FOUND, "'app' does not exist");
            databases.forgetDeleted(Instant.MAX);
            assertThat(FilesOf.tenants(directory)).isEmpty();
            databases.create("app").main().change(Edits.notes());
            assertThat(Notes.count(kept)).isZero();
            assertFails(() -> databases.create("app"), ErrorCode.DATABASE_EXISTS, "exists already");
            assertFails(() -> databases.create("App"), ErrorCode.DATABASE_NAME_INVALID, "app");
            assertFails(() -> databases.delete("none"), ErrorCode.DATABASE_NOT_FOUND, "'none'");
        }
    }
}
