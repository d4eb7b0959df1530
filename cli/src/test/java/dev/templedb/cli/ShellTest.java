package dev.templedb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.cli.command.ExitCode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `templedb db shell` without a terminal.
class ShellTest {
    @TempDir
    static Path home;

    private static Cli cli() {
        return new Cli(home).with("BRANCHDB_PROJECT_DIR", home.toString());
    }

    @BeforeAll
    static void set_up() {
        cli().must("db", "create", "app");
        cli().must("db", "table", "create", "users", "name:TEXT:not_null", "age:INTEGER");
        cli().must("db", "view", "create", "names", "SELECT name FROM users");
        cli().must("db", "tenant", "create", "acme");
        cli().must("db", "branch", "create", "feat");
    }

    @Test
    void statements_of_several_lines_read_and_change_rows() {
        var run = cli().typing("""
                        INSERT INTO users (name, age)
                        VALUES ('Ada; Countess', 36);
                        -- a comment; that ends nothing
                        SELECT name,
                               age FROM users; SELECT count(*) AS n FROM users
                        """).run("db", "shell", "--tenant", "acme");

        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("""
                name           age
                -------------  ---
                Ada; Countess   36
                n
                -
                1
                """);
        assertThat(run.err()).isEqualTo("1 row changed.\n");
        assertThat(cli().typing("SELECT count(*) AS n FROM users;")
                        .run("db", "shell", "--format", "csv")
                        .out())
                .isEqualTo("n\n0\n");
    }

    @Test
    void commands_with_a_dot_look_around_and_go_elsewhere() {
        var run = cli().typing("""
                        .format csv
                        .tables
                        .branch feat
                        .branch
                        .tenant acme
                        .tenant
                        .format json
                        SELECT 1 AS one;
                        .schema names
                        .quit
                        SELECT 'never';
                        """).run("db", "shell");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("""
                name,kind
                users,table
                names,view
                name,here
                feat,true
                main,false
                name,here
                acme,true
                main,false
                [
                  {"one": 1}
                ]
                CREATE VIEW "names" AS SELECT name FROM users;
                """);
        assertThat(cli().typing(".help\n").run("db", "shell").out()).contains(".schema [TABLE]");
    }

    @Test
    void the_first_failure_ends_a_shell_that_nobody_sits_at() {
        assertThat(cli().typing("SELEC 1;\nSELECT 1;").run("db", "shell").code())
                .isEqualTo(ExitCode.USAGE);
        assertThat(cli().typing("DROP TABLE users;").run("db", "shell").err()).contains("DROP");
        assertThat(cli().typing(".nope").run("db", "shell").err())
                .contains("There is no command .nope; .help lists them.");
        assertThat(cli().typing(".tenant nope").run("db", "shell").code()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(cli().typing("").run("db", "shell", "--tenant", "nope").code())
                .isEqualTo(ExitCode.NOT_FOUND);
        assertThat(cli().typing("INSERT INTO users (age) VALUES (1);")
                        .run("db", "shell")
                        .code())
                .isNotZero();
    }
}
