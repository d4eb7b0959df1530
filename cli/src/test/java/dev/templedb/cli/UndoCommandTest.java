package dev.templedb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One list of what can be undone, whatever it is.
class UndoCommandTest {
    @TempDir
    Path home;

    private Cli cli;

    @BeforeEach
    void init() {
        cli = new Cli(home);
        cli.must("init");
        cli.must("project", "create", "shop");
    }

    private String list() {
        return cli.must("undo", "--list", "--format", "csv")
                .lines()
                .skip(1)
                .map(line -> line.split(",")[2] + " " + line.split(",")[3])
                .reduce("", (all, one) -> all + one + "\n");
    }

    private void throwAway(Path work) {
        cli.must(
                "vcs",
                "restore",
                "--project",
                work.toString(),
                work.resolve("a.txt").toString());
    }

    private Path checkedOut() throws IOException {
        var source = Files.createDirectories(home.resolve("source"));
        Files.writeString(source.resolve("a.txt"), "committed\n");
        cli.must("project", "sync", "shop", source.toString());
        cli.must("project", "checkout", "shop", home.resolve("work").toString());
        return home.resolve("work");
    }

    @Test
    void removed_secrets_are_in_the_list_and_come_back() {
        cli.typing("planted-value").must("secret", "set", "shop", "TOKEN");
        cli.must("secret", "remove", "shop", "TOKEN");
        assertThat(list()).isEqualTo("change secret remove TOKEN\n");

        assertThat(cli.must("undo")).isEqualTo("Undone in shop: secret remove TOKEN.\n");
        assertThat(cli.must("secret", "get", "shop", "TOKEN")).startsWith("planted-value");

        cli.must("secret", "remove", "shop", "TOKEN");
        cli.must("secret", "restore", "shop", "TOKEN");
        assertThat(list()).isEmpty();
        cli.must("secret", "remove", "shop", "TOKEN");
        cli.typing("another").must("secret", "set", "shop", "TOKEN");
        cli.must("secret", "remove", "shop", "TOKEN");
        assertThat(cli.run("undo", Integer.toString(3)).err()).contains("TDB-1019");
        assertThat(cli.must("sql", "SELECT * FROM undo_log")).doesNotContain("planted", "another");
    }

    @Test
    void deleted_branches_and_edits_that_were_thrown_away_are_in_the_list_and_come_back() throws IOException {
        var work = checkedOut();
        cli.must("vcs", "branch", "create", "--project", "shop", "feature");
        cli.must("vcs", "branch", "delete", "--project", "shop", "feature");
        Files.writeString(work.resolve("a.txt"), "first edit\n");
        throwAway(work);
        Files.writeString(work.resolve("a.txt"), "second edit\n");
        throwAway(work);
        assertThat(list()).isEqualTo("""
                files vcs restore a.txt
                files vcs restore a.txt
                change vcs branch delete feature
                """);

        assertThat(cli.must("undo")).isEqualTo("Undone in shop: vcs restore a.txt.\n");
        assertThat(work.resolve("a.txt")).hasContent("second edit");
        assertThat(cli.run("undo", "2").code()).isEqualTo(4);
        assertThat(work.resolve("a.txt")).hasContent("second edit");
        cli.must("undo", "1");
        assertThat(cli.must("vcs", "branch", "list", "--project", "shop")).contains("feature");
        assertThat(list()).isEqualTo("files vcs restore a.txt\n");

        Files.writeString(work.resolve("a.txt"), "committed\n");
        cli.must("vcs", "restore", "--project", work.toString(), "--undo");
        assertThat(work.resolve("a.txt")).hasContent("first edit");
        assertThat(list()).isEmpty();

        cli.must("vcs", "branch", "delete", "--project", "shop", "feature");
        cli.must("vcs", "branch", "restore", "--project", "shop", "feature");
        assertThat(list()).isEmpty();
    }

    /// A script that takes back what it did last must not take back anything else.
    @Test
    void a_script_without_a_number_undoes_what_was_done_last_or_nothing() {
        cli.must("var", "set", "shop", "A=a");
        cli.must("var", "remove", "shop", "A");
        cli.must("var", "set", "shop", "B=b");

        var refused = cli.run("undo");
        assertThat(refused.code()).isEqualTo(4);
        assertThat(refused.err())
                .contains(
                        "TDB-1021",
                        "what was done last (var set of shop) cannot be. The newest that can be is number 1, var remove A in shop.");
        assertThat(cli.must("var", "export", "shop")).isEqualTo("B=b\n");

        var asked = cli.atTerminal("n\n").run("undo");
        assertThat(asked.err()).contains("Undo var remove A in shop, of ", "What was done since (var set of shop, ");
        cli.typing("");
        assertThat(cli.must("undo", "1")).isEqualTo("Undone in shop: var remove A.\n");

        cli.must("var", "remove", "shop", "A");
        cli.typing("x").must("secret", "set", "shop", "TOKEN");
        assertThat(cli.run("undo").code()).isEqualTo(4);
        cli.must("undo", "2");
        cli.must("var", "remove", "shop", "A");
        cli.must("secret", "get", "shop", "TOKEN");
        assertThat(cli.must("undo")).isEqualTo("Undone in shop: var remove A.\n");
    }

    @Test
    void a_script_of_sql_is_one_line_of_the_list() {
        cli.must(
                "sql",
                "--write",
                "--yes",
                "UPDATE projects SET slug = 'store'; INSERT INTO projects (slug, name) VALUES ('new', 'New')");
        assertThat(list()).isEqualTo("together \"sql --write: 2 changes of store\n");

        assertThat(cli.must("undo"))
                .startsWith("Undone in shop: sql --write: 2 changes of store, new. `templedb undo` takes that back.");

        assertThat(cli.must("project", "list", "--format", "csv"))
                .contains("shop")
                .doesNotContain("new", "store");
    }
}
