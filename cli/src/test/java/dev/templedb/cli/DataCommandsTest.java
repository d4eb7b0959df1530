package dev.templedb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.sqlite.SqliteFile;
import dev.templedb.sqlite.SqliteOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `templedb db query`, `templedb db data …`, and rows of branches.
class DataCommandsTest {
    @TempDir
    Path home;

    @BeforeEach
    void set_up() {
        cli().must("db", "create", "app");
        cli().must("db", "table", "create", "users", "name:TEXT", "age:INTEGER", "active:BOOLEAN");
        cli().must(
                        "db",
                        "data",
                        "insert",
                        "users",
                        "--data",
                        "[{\"id\":\"a\",\"name\":\"Ada\",\"age\":36,\"active\":true},{\"id\":\"b\",\"name\":null}]");
    }

    private Cli cli() {
        return new Cli(home).with("BRANCHDB_PROJECT_DIR", home.toString());
    }

    private String query(String sql, String... more) {
        var words = new ArrayList<>(List.of("db", "query", sql));
        words.addAll(List.of(more));
        return cli().must(words.toArray(String[]::new));
    }

    /// case 86
    @Test
    void case_86_rows_are_printed_as_json_csv_and_table_and_bad_sql_fails_with_a_message() {
        String all = "SELECT id, name, age, active FROM users ORDER BY id";

        assertThat(query(all, "--format", "json"))
                .contains("{\"id\": \"a\", \"name\": \"Ada\", \"age\": 36, \"active\": true}")
                .contains("{\"id\": \"b\", \"name\": null, \"age\": null, \"active\": null}");
        assertThat(query(all, "--format", "csv")).isEqualTo("id,name,age,active\na,Ada,36,true\nb,,,\n");
        assertThat(query(all)).contains("Ada").contains("active");
        assertThat(query(all, "--format", "csv", "--limit", "1")).isEqualTo("id,name,age,active\na,Ada,36,true\n");
        assertThat(query(all + " LIMIT 0", "--format", "json").strip()).isEqualTo("[]");
        assertThat(query(all, "--format", "csv", "--mask", "name")).contains("a,***REDACTED***,36,true\nb,,,");
        assertThat(query("SELECT name FROM users WHERE age > :age", "--param", "age:=18", "--format", "csv"))
                .isEqualTo("name\nAda\n");
        var bad = cli().run("db", "query", "SELECT nowhere FROM users");
        assertThat(bad.code()).isEqualTo(2);
        assertThat(bad.err()).contains("no such column: nowhere");
        assertThat(cli().run("db", "query", "DELETE FROM users").code()).isEqualTo(5);
        assertThat(query("UPDATE users SET age = 1 WHERE id = 'b'", "--write")).isEqualTo("Changed 1 row.\n");
        assertThat(cli().run("db", "query", "--write", "DROP TABLE users").err())
                .contains("DROP is not allowed");
    }

    /// case 87
    @Test
    void case_87_what_is_no_row_and_no_filter_changes_nothing() {
        refuses(2, "not valid JSON", "db data insert users --data {");
        refuses(2, "is no JSON object", "db data insert users --data [[1]]");
        refuses(2, "There is no row", "db data insert users --data []");
        refuses(2, "missing required 'id'", "db data update users --data {\"age\":1}");
        refuses(3, "'x'", "db data update users --data {\"id\":\"x\",\"age\":1}");
        refuses(2, "whole number", "db data insert users --data [{\"age\":1},{\"age\":\"old\"}]");
        refuses(2, "Give either --id or --where", "db data delete users");
        refuses(2, "Unsupported operator 'near'", "db data delete users --where age__near=3");
        refuses(3, "users;--", "db data delete users;-- --where age=3");
        assertThat(cli().must("db", "data", "delete", "users", "--where", "name=Ada' OR '1'='1"))
                .isEqualTo("Deleted 0 rows.\n");
        assertThat(cli().must("db", "data", "update", "users", "--where", "id=a", "--set", "name=x', age = 99 --"))
                .isEqualTo("Changed 1 row.\n");
        assertThat(query("SELECT name, age FROM users WHERE id = 'a'", "--format", "csv"))
                .isEqualTo("name,age\n\"x', age = 99 --\",36\n");
        var declined = cli().atTerminal("n\n").run("db", "data", "delete", "users", "--id", "a");
        assertThat(declined.code()).isEqualTo(1);
        assertThat(declined.err()).contains("Delete 1 row of users?").contains("Nothing was changed.");
        assertThat(query("SELECT count(*) AS n FROM users", "--format", "csv")).isEqualTo("n\n2\n");
    }

    private void refuses(int code, String part, String line) {
        var run = cli().line(line);

        assertThat(run.err()).contains(part);
        assertThat(run.code()).isEqualTo(code);
        assertThat(query("SELECT count(*) AS n FROM users WHERE age IS NULL OR age = 36", "--format", "csv"))
                .isEqualTo("n\n2\n");
    }

    @Test
    void rows_are_changed_deleted_exported_and_imported() throws IOException {
        cli().must("db", "data", "update", "users", "--data", "{\"id\":\"b\",\"name\":\"Bob\",\"active\":false}");
        cli().must("db", "data", "update", "users", "--where", "id=b", "--set", "age:=null");
        var file = home.resolve("users.csv");
        assertThat(cli().must("db", "data", "export", "users", file.toString(), "--column", "id", "--column", "name"))
                .startsWith("Wrote 2 rows");
        assertThat(Files.readString(file)).isEqualTo("id,name\r\na,Ada\r\nb,Bob\r\n");
        assertThat(cli().must("db", "data", "delete", "users", "--id", "a", "--id", "b", "--yes"))
                .isEqualTo("Deleted 2 rows.\n");
        assertThat(cli().must("db", "data", "import", "users", file.toString())).isEqualTo("Added 2 rows.\n");
        assertThat(cli().typing("{\"id\":\"c\"}\n{\"id\":\"d\"}\n")
                        .must("db", "data", "import", "users", "-", "--as", "jsonl"))
                .isEqualTo("Added 2 rows.\n");
        assertThat(cli().must(
                                "db",
                                "data",
                                "export",
                                "users",
                                "--as",
                                "jsonl",
                                "--where",
                                "name__isnull=false",
                                "--column",
                                "id"))
                .isEqualTo("{\"id\":\"a\"}\n{\"id\":\"b\"}\n");
        var again = cli().run("db", "data", "import", "users", file.toString());
        assertThat(again.code()).isEqualTo(4);
        assertThat(again.err()).contains("Row 1: ").contains("'a' already exists");
        assertThat(cli().run("db", "data", "export", "users", "users").code()).isEqualTo(2);
    }

    @Test
    void rows_of_branches_are_compared_and_merged() {
        cli().must("db", "branch", "create", "feature");
        cli().must("db", "data", "update", "users", "--data", "{\"id\":\"a\",\"age\":37}", "--branch", "feature");
        cli().must("db", "data", "update", "users", "--data", "{\"id\":\"a\",\"age\":38}", "--branch", "main");
        cli().must("db", "data", "insert", "users", "--data", "{\"id\":\"c\"}", "--branch", "feature");

        assertThat(cli().must("db", "branch", "diff-rows", "feature", "--format", "csv"))
                .contains("main,users,\"[\"\"a\"\"]\",changed,age,38,37\n")
                .contains("main,users,\"[\"\"c\"\"]\",added,,,");
        var refused = cli().run("db", "branch", "merge-rows", "feature", "main");
        assertThat(refused.code()).isEqualTo(4);
        assertThat(refused.err()).contains("age is 38 here and 37 there");
        assertThat(cli().must("db", "branch", "row-conflicts", "main", "--format", "csv"))
                .contains("feature,main/users/a/age,main,users,\"[\"\"a\"\"]\",age,cell,36,38,37\n");
        assertThat(cli().run("db", "branch", "merge-rows", "feature", "main", "--dry-run")
                        .code())
                .isEqualTo(4);
        assertThat(cli().must("db", "branch", "merge-rows", "feature", "main", "--resolve", "theirs"))
                .isEqualTo("Merged 2 rows of feature into main, in 1 tenant.\n");
        assertThat(query("SELECT age FROM users WHERE id = 'a'", "--format", "csv", "--branch", "main"))
                .isEqualTo("age\n37\n");
        cli().must("db", "data", "update", "users", "--data", "{\"id\":\"a\",\"age\":40}", "--branch", "main");
        var changed = cli().run("db", "branch", "undo-rows", "--branch", "main");
        assertThat(changed.code()).isEqualTo(4);
        assertThat(changed.err()).contains("age is 40 here and 38 there");
        assertThat(cli().run("db", "branch", "undo-rows", "--branch", "main", "--dry-run")
                        .code())
                .isEqualTo(4);
        assertThat(cli().must("db", "branch", "undo-rows", "--branch", "main", "--resolve", "main/users/a/age=theirs"))
                .isEqualTo("Took back the merge of rows of feature into main: 2 rows in 1 tenant.\n");
        assertThat(query("SELECT age FROM users ORDER BY id", "--format", "csv", "--branch", "main"))
                .isEqualTo("age\n38\n\"\"\n");
        assertThat(cli().run("db", "branch", "undo-rows", "--branch", "main").err())
                .contains("No rows were merged into the branch 'main'");
    }

    @Test
    void a_tenant_is_written_as_a_file_for_other_programs_at_the_schema_of_its_branch() throws Exception {
        var file = home.resolve("out.db");
        cli().must("db", "branch", "create", "feature");
        cli().must("db", "column", "add", "users", "city", "TEXT", "--branch", "feature");

        cli().must("db", "tenant", "export", "main", file.toString(), "--branch", "feature");

        try (var exported = SqliteFile.open(file, SqliteOptions.forApplication(0))) {
            assertThat(exported.<Long>read(tx -> tx.query("SELECT count(*) FROM users WHERE city IS NULL")
                            .longValue()))
                    .isPositive();
            assertThat(exported.integrityCheck()).isEmpty();
        }
        var again = cli().run("db", "tenant", "export", "main", file.toString());
        assertThat(again.err()).contains("TDB-1106");
        assertThat(cli().run(
                                "db",
                                "tenant",
                                "export",
                                "nobody",
                                home.resolve("x.db").toString())
                        .code())
                .isEqualTo(3);
    }

    @Test
    void conflicts_of_rows_are_decided_one_by_one_by_their_names() {
        cli().must("db", "data", "insert", "users", "--data", "[{\"id\":\"x/y\",\"age\":1},{\"id\":\"d\",\"age\":1}]");
        cli().must("db", "branch", "create", "feature");
        for (var id : List.of("a", "x/y", "d")) {
            cli().must(
                            "db",
                            "data",
                            "update",
                            "users",
                            "--data",
                            "{\"id\":\"%s\",\"age\":37}".formatted(id),
                            "--branch",
                            "feature");
            cli().must(
                            "db",
                            "data",
                            "update",
                            "users",
                            "--data",
                            "{\"id\":\"%s\",\"age\":38}".formatted(id),
                            "--branch",
                            "main");
        }
        var merge = List.of("db", "branch", "merge-rows", "feature", "main");

        var listed = cli().run("db", "branch", "merge-rows", "feature", "main", "--dry-run");
        assertThat(listed.out()).contains("3 conflicts: main/users/a/age, main/users/d/age, main/users/[\"x/y\"]/age");
        var unmet = run(merge, "main/users/b/age=ours");
        assertThat(unmet.code()).isEqualTo(2);
        assertThat(unmet.err())
                .contains("TDB-2092", "No conflict is called main/users/b/age; there are main/users/a/age,");
        assertThat(run(merge, "neither").err()).contains("is no resolution");
        assertThat(run(merge, "main/users/a/age=x").err()).contains("TDB-2064");
        assertThat(run(merge, "main/users/a/age=40").err()).contains("contradict each other in 2 places");
        assertThat(run(merge, "main/users/a/age=40", "main/users/[\"x/y\"]/age=:null", "theirs")
                        .code())
                .isZero();

        assertThat(query(
                        "SELECT id, age FROM users WHERE id IN ('a', 'd', 'x/y') ORDER BY id",
                        "--format",
                        "csv",
                        "--branch",
                        "main"))
                .isEqualTo("id,age\na,40\nd,37\nx/y,\n");
    }

    private Cli.Run run(List<String> command, String... resolutions) {
        var words = new ArrayList<>(command);
        for (var each : resolutions) {
            words.addAll(List.of("--resolve", each));
        }
        return cli().run(words.toArray(String[]::new));
    }
}
