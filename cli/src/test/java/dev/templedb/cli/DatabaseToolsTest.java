package dev.templedb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `templedb db kv`, `db codegen`, `db branch script` and `db import-cinchdb`.
class DatabaseToolsTest {
    @TempDir
    Path home;

    private Path shop;

    @BeforeEach
    void set_up() throws IOException {
        shop = Files.createDirectory(home.resolve("shop"));
    }

    private Cli cli() {
        return new Cli(home).with("BRANCHDB_PROJECT_DIR", shop.toString());
    }

    @Test
    void keys_keep_values_of_every_type() {
        cli().must("db", "create", "app");
        assertThat(cli().must("db", "kv", "set", "greeting", "hello")).isEqualTo("Set the key greeting.\n");
        assertThat(cli().must("db", "kv", "get", "greeting")).isEqualTo("hello\n");
        for (var typed : new String[][] {
            {"integer", "9007199254740993", "9007199254740993"},
            {"real", "-0.0", "-0.0"},
            {"decimal", "1.50", "\"1.50\""},
            {"boolean", "true", "true"},
            {"bytes", "AQI=", "\"AQI=\""},
            {"json", "[1, 2]", "\"[1, 2]\""},
            {"null", "", "null"}
        }) {
            cli().must("db", "kv", "set", "k", typed[1], "--type", typed[0]);
            assertThat(cli().must("db", "kv", "get", "k", "--format", "json"))
                    .contains(
                            "\"type\": \"%s\"".formatted(typed[0]), "\"value\": " + typed[2], "\"ttl_seconds\": null");
        }
        assertThat(cli().run("db", "kv", "set", "k", "x", "--type", "integer").code())
                .isEqualTo(2);
        var bytes = cli().run("db", "kv", "set", "k", "***", "--type", "bytes");
        assertThat(bytes.code()).isEqualTo(2);
        assertThat(bytes.err()).contains("The value is not of the type bytes: ");
        var large = cli().run("db", "kv", "set", "k", "1e400", "--type", "real");
        assertThat(large.code()).isEqualTo(2);
        assertThat(large.err()).contains("The value is not of the type real: it is too large; a decimal holds it.");
        cli().must("db", "kv", "set", "k", "-Infinity", "--type", "real");
        assertThat(cli().run("db", "kv", "set", "k", "x", "--type", "odd").code())
                .isEqualTo(2);
        assertThat(cli().run("db", "kv", "set", "__k", "x").code()).isEqualTo(2);
        assertThat(cli().run("db", "kv", "set", "k", "x", "--ttl", "0s").code()).isEqualTo(2);
        cli().typing("from a pipe").must("db", "kv", "set", "k", "-");
        assertThat(cli().must("db", "kv", "get", "k", "--quiet")).isEqualTo("from a pipe\n");
        assertThat(cli().run("db", "kv", "get", "none").code()).isEqualTo(3);
        assertThat(cli().run("db", "kv", "get", "k", "--tenant", "none").code()).isEqualTo(3);
    }

    @Test
    void keys_are_listed_expire_are_incremented_and_deleted() {
        cli().must("db", "create", "app");
        cli().must("db", "kv", "set", "user:1", "a", "--ttl", "1h");
        cli().must("db", "kv", "set", "user_2", "b");

        assertThat(cli().must("db", "kv", "keys", "user?*", "--format", "csv")).isEqualTo("key\nuser:1\nuser_2\n");
        assertThat(cli().must("db", "kv", "keys", "user_*", "--format", "csv")).isEqualTo("key\nuser_2\n");
        assertThat(cli().run("db", "kv", "set", "user:1", "c", "--if-absent").code())
                .isEqualTo(4);
        assertThat(cli().must("db", "kv", "ttl", "user:1")).containsPattern("expires in 3(600|59\\d) seconds");
        assertThat(cli().must("db", "kv", "ttl", "user:1", "--persist")).contains("does not expire");
        assertThat(cli().must("db", "kv", "ttl", "none", "--format", "json")).contains("\"ttl_seconds\": -1");
        assertThat(cli().must("db", "kv", "increment", "n")).isEqualTo("1\n");
        assertThat(cli().must("db", "kv", "increment", "n", "--by", "-2.50")).isEqualTo("-1.50\n");
        assertThat(cli().run("db", "kv", "increment", "user:1").code()).isEqualTo(4);
        assertThat(cli().must("db", "kv", "delete", "n", "none", "user:1")).isEqualTo("Deleted 2 keys.\n");
        assertThat(cli().must("db", "kv", "keys", "--format", "csv")).isEqualTo("key\nuser_2\n");
    }

    @Test
    void code_is_made_in_a_folder_and_made_anew_when_the_schema_changes() throws IOException {
        cli().must("db", "create", "app");
        cli().must("db", "table", "create", "users", "email:TEXT:not_null");
        var out = home.resolve("src");

        assertThat(cli().must("db", "codegen", "java", "--out", out.toString(), "--package", "shop.models"))
                .startsWith("Wrote 3 files to ");
        assertThat(cli().must("db", "codegen", "python", "--out", out.toString()))
                .startsWith("Wrote 1 file to ");
        assertThat(cli().must("db", "codegen", "typescript", "--out", out.toString()))
                .startsWith("Wrote 1 file to ");
        assertThat(out.resolve("UsersRow.java")).content().contains("package shop.models;", "String email");
        assertThat(out.resolve("models.py")).content().contains("class UsersTable:");
        assertThat(out.resolve("models.ts")).content().contains("export class UsersTable {");
        assertThat(cli().must("db", "codegen", "python", "--out", out.toString()))
                .contains("Wrote 0 files");
        Files.writeString(out.resolve("models.ts"), "mine");
        assertThat(cli().run("db", "codegen", "typescript", "--out", out.toString())
                        .code())
                .isEqualTo(4);
        assertThat(cli().run("db", "codegen", "java", "--out", out.toString(), "--package", "a b")
                        .code())
                .isEqualTo(2);
    }

    @Test
    void the_difference_of_two_branches_is_printed_as_a_script_that_sqlite3_runs() throws IOException {
        cli().must("db", "create", "app");
        cli().must("db", "table", "create", "users", "email:TEXT");
        cli().must("db", "branch", "create", "feature");
        cli().must("db", "column", "add", "users", "age", "INTEGER", "--branch", "feature");
        Shell.run(
                shop,
                "sqlite3 app.db 'CREATE TABLE users (id TEXT PRIMARY KEY, created_at TEXT, updated_at TEXT, email TEXT)'");

        Files.writeString(shop.resolve("up.sql"), cli().must("db", "branch", "script", "feature", "--branch", "main"));
        Files.writeString(
                shop.resolve("down.sql"),
                cli().must("db", "branch", "script", "feature", "--branch", "main", "--down"));

        assertThat(
                        Shell.run(
                                shop,
                                "sqlite3 -bail app.db < up.sql && sqlite3 app.db \"SELECT name FROM pragma_table_info('users')\""))
                .endsWith("email\nage\n");
        assertThat(
                        Shell.run(
                                shop,
                                "sqlite3 -bail app.db < down.sql && sqlite3 app.db \"SELECT name FROM pragma_table_info('users')\""))
                .endsWith("email\n");
        assertThat(cli().run("db", "branch", "script", "none").code()).isEqualTo(3);
        assertThat(cli().must("db", "branch", "script", "feature", "--branch", "main", "--down", "--format", "json"))
                .contains("\"target\": \"feature\"", "\"direction\": \"down\"", "\"sql\": \"-- Made by branchdb: ");
    }

    @Test
    void a_project_of_cinchdb_becomes_databases_here() throws IOException {
        var source = Files.createDirectories(home.resolve("old/.cinchdb"));
        Shell.run(source, """
                sqlite3 metadata.db "
                CREATE TABLE databases (id, name, description, maintenance_mode, maintenance_reason);
                CREATE TABLE branches (id, database_id, name, parent_branch, archived_at);
                CREATE TABLE tenants (branch_id, name, materialized, metadata);
                CREATE TABLE changes (id, type, details, sql, schema_snapshot);
                CREATE TABLE branch_changes (branch_id, change_id, applied, applied_order);
                INSERT INTO databases VALUES ('d', 'app', '', 0, NULL);
                INSERT INTO branches VALUES ('b', 'd', 'main', NULL, NULL);
                INSERT INTO tenants VALUES ('b', 'main', 1, NULL), ('b', 'No Name', 0, NULL);"
                """);

        assertThat(cli().run("db", "import-cinchdb", home.resolve("none").toString())
                        .code())
                .isEqualTo(3);
        var refused = cli().run("db", "import-cinchdb", source.getParent().toString());
        assertThat(refused.code()).isEqualTo(4);
        assertThat(refused.err()).contains("No Name", "nothing was made", "--accept-losses");
        assertThat(cli().must("db", "import-cinchdb", source.getParent().toString(), "--dry-run"))
                .isEqualTo("Would import 1 databases with 1 branches, 1 tenants, 0 rows and 0 keys.\n");
        assertThat(cli().run("db", "list").code()).isEqualTo(3);
        assertThat(cli().must(
                                "db",
                                "import-cinchdb",
                                source.getParent().toString(),
                                "--accept-losses",
                                "--format",
                                "json"))
                .contains("\"made\": true", "No Name");
        assertThat(cli().must("db", "list", "--format", "csv")).contains("\napp,");
        assertThat(cli().run("db", "import-cinchdb", source.getParent().toString())
                        .code())
                .isEqualTo(4);
    }
}
