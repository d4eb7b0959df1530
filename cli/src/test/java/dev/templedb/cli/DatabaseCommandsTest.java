package dev.templedb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `templedb db`: the directory, its databases, and which of them is meant.
class DatabaseCommandsTest {
    @TempDir
    Path home;

    private Path shop;

    @BeforeEach
    void set_up() throws IOException {
        shop = Files.createDirectory(home.resolve("shop"));
    }

    /// The program in the directory `shop`, where nobody asks.
    private Cli cli() {
        return new Cli(home).with("BRANCHDB_PROJECT_DIR", shop.toString());
    }

    @Test
    void case_22_init_makes_a_directory_one_that_holds_databases_and_refuses_to_do_it_twice() throws IOException {
        assertThat(cli().must("db", "init")).isEqualTo("Made the database main in %s.\n".formatted(shop));
        var before = Files.readAllBytes(shop.resolve(".branchdb/catalog.db"));

        var again = cli().run("db", "init");

        assertThat(again.code()).isEqualTo(4);
        assertThat(again.err()).contains("Project already exists");
        assertThat(Files.readAllBytes(shop.resolve(".branchdb/catalog.db"))).isEqualTo(before);
        assertThat(cli().must("db", "list", "--format", "csv")).contains("\nmain,true,1,");
    }

    @Test
    void init_takes_a_directory_that_is_not_there_yet_and_another_name() {
        cli().must("db", "init", shop.resolve("new").toString(), "--name", "orders");

        assertThat(cli().must("db", "show", "--project-dir", shop.resolve("new").toString()))
                .containsPattern("(?m)^name: +orders$");
        assertThat(cli().run("db", "list").code()).isEqualTo(3);
    }

    /// A name that cannot be leaves nothing behind.
    @Test
    void the_first_create_makes_the_directory_one_that_holds_databases() {
        assertThat(cli().run("db", "create", "No Name").code()).isEqualTo(2);
        assertThat(shop).isEmptyDirectory();

        assertThat(cli().must("db", "create", "app")).isEqualTo("Made the database app in %s.\n".formatted(shop));
        assertThat(cli().must("db", "create", "shop", "--description", "What is sold"))
                .contains("`templedb db use shop` switches to it.");

        assertThat(cli().must("db", "list", "--format", "json"))
                .contains("\"name\": \"app\", \"active\": true", "\"description\": \"What is sold\"");
        assertThat(cli().run("db", "create", "app").code()).isEqualTo(4);
        cli().must("db", "use", "shop");
        assertThat(cli().must("db", "status")).containsPattern("(?m)^database: +shop$");
        cli().must("db", "create", "third", "--switch");
        assertThat(cli().must("db", "status")).containsPattern("(?m)^database: +third$");
    }

    @Test
    void case_23_the_environment_decides_for_one_process_only() throws IOException {
        cli().must("db", "create", "app");
        cli().must("db", "create", "other");
        var config = Files.readString(shop.resolve(".branchdb/config.toml"));

        assertThat(cli().with("CINCHDB_DATABASE", "other").must("db", "status"))
                .containsPattern("(?m)^database: +other$");
        assertThat(cli().with("CINCHDB_BRANCH", "feature").run("db", "status").err())
                .contains("'feature'");
        assertThat(cli().with("CINCHDB_DATABASE", "none").must("db", "status", "--db", "other"))
                .containsPattern("(?m)^database: +other$");
        assertThat(cli().must("db", "status")).containsPattern("(?m)^database: +app$");
        assertThat(Files.readString(shop.resolve(".branchdb/config.toml"))).isEqualTo(config);
    }

    @Test
    void which_database_is_meant_may_be_said_before_and_after_the_command() {
        cli().must("db", "create", "app");
        cli().must("db", "create", "other");

        for (String line : new String[] {
            "--db other db status", "db --db other status", "db status --db=other", "db status --db other"
        }) {
            assertThat(cli().line(line).out()).as(line).containsPattern("(?m)^database: +other$");
        }
        assertThat(cli().run("db", "status", "--db").err()).contains("--db needs a value: --db NAME.");
        assertThat(cli().run("project", "list", "--db", "x").err()).contains("`project list` has no option --db.");
        assertThat(cli().run("db", "status", "--dbb", "x").err()).contains("Did you mean --db?");
    }

    @Test
    void a_database_is_deleted_when_somebody_says_so() {
        cli().must("db", "create", "app");
        cli().must("db", "create", "other");

        var declined = cli().atTerminal("n\n").run("db", "delete", "app");
        assertThat(declined.code()).isEqualTo(1);
        assertThat(declined.err()).contains("Delete the database app with its branch and all data? [y/N]");
        assertThat(cli().must("db", "list")).contains("\napp ");

        cli().atTerminal("y\n").must("db", "delete", "app");
        assertThat(cli().must("db", "list")).doesNotContain("\napp ");
        assertThat(cli().run("db", "delete", "app", "--yes").code()).isEqualTo(3);
        cli().must("db", "delete", "other");
    }

    @Test
    void branchdb_has_the_commands_on_databases_at_its_root_and_speaks_of_itself() {
        var branchdb = cli().with("TEMPLEDB_PROGRAM", "branchdb");

        assertThat(branchdb.must("create", "app")).isEqualTo("Made the database app in %s.\n".formatted(shop));
        assertThat(branchdb.line("--db app branch create feat").out())
                .isEqualTo("Made the branch feat of main. `branchdb branch switch feat` switches to it.\n");
        assertThat(branchdb.must("version")).startsWith("templedb ");
        assertThat(branchdb.must("help", "branch", "create"))
                .contains("Usage: branchdb branch create", "\n  branchdb branch create feature\n")
                .isEqualTo(branchdb.must("branch", "create", "--help"));
        assertThat(branchdb.run("brnch").err())
                .contains("branchdb has no command brnch. Did you mean `branchdb branch`?");
        assertThat(branchdb.run("show", "none").err()).contains("Hint: List the databases with `branchdb list`.");
        Golden.assertMatches("help/branchdb.txt", branchdb.must("--help"));
        assertThat(branchdb.must()).isEqualTo(branchdb.must("--help")).isEqualTo(branchdb.must("help"));
    }
}
