package dev.templedb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectCommandsTest {
    @TempDir
    Path home;

    private Cli cli;

    @BeforeEach
    void makeProjects() {
        cli = new Cli(home);
        cli.must("project", "create", "web-app", "--name", "Web App", "--tag", "web", "--tag", "demo");
        cli.must(
                "project",
                "create",
                "etoile",
                "--name",
                "Étoile 星 \u202e\u001b[31m",
                "--description",
                "He said \"hi\", then\nleft",
                "--metadata",
                "framework=quarkus",
                "--metadata-json",
                "{\"team\": {\"size\": 3}, \"beta\": true}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"table", "json", "yaml", "csv"})
    void lists_and_shows_in_every_format(String format) {
        Golden.assertMatches("project-list." + format, cli.must("project", "list", "--format", format));
        Golden.assertMatches(
                "project-show." + format, stable(cli.must("--format", format, "project", "show", "etoile")));
        Golden.assertMatches(
                "project-edit." + format,
                cli.must("project", "--format=" + format, "edit", "web-app", "--license", "MIT"));
        cli.must("project", "remove", "web-app");
        Golden.assertMatches("undo-list." + format, cli.must("undo", "--list", "--format", format));
        Golden.assertMatches("undo." + format, cli.must("undo", "--format", format));
        Golden.assertMatches("stats." + format, cli.must("stats", "--format", format));
        assertThat(cli.must("project", "list", "--tag", "none", "--format", format))
                .isNotEmpty();
    }

    /// The loop of S0's daily backup script reads slugs exactly so.
    @Test
    void the_daily_backup_script_finds_every_project() throws Exception {
        Path list = home.resolve("list");
        Files.writeString(list, cli.must("project", "list"));

        var awk = new ProcessBuilder(
                        "bash",
                        "-c",
                        "projects=$(cat \"$0\" | awk 'NR>2 {print $1}')\necho \"$projects\"",
                        list.toString())
                .start();

        assertThat(new String(awk.getInputStream().readAllBytes()).lines()).containsExactly("etoile", "web-app");
    }

    @Test
    void an_empty_list_has_only_its_header() {
        assertThat(cli.must("project", "list", "--search", "nothing").lines()).hasSize(2);
        assertThat(cli.must("project", "list", "--search", "nothing", "--format", "json"))
                .isEqualTo("[]\n");
        assertThat(cli.must("project", "list", "--search", "nothing", "--format", "yaml"))
                .isEqualTo("[]\n");
        assertThat(cli.must("project", "list", "--search", "nothing", "--format", "csv")
                        .lines())
                .hasSize(1);
    }

    @Test
    void edits_every_field() throws IOException {
        Path blueprint = Files.writeString(home.resolve("pm.json"), "{\"prd\": [1, 2]}");
        String said = cli.must(
                "project",
                "edit",
                "web-app",
                "--name",
                "Shop",
                "--description",
                "d",
                "--kind",
                "template",
                "--visibility",
                "public",
                "--status",
                "complete",
                "--license",
                "MIT",
                "--owner",
                "ada",
                "--companion",
                "apollo",
                "--repository-url",
                "https://r",
                "--upstream-url",
                "https://u",
                "--working-directory",
                "/w",
                "--language",
                "Java",
                "--tag",
                "new",
                "--remove-tag",
                "WEB",
                "--metadata",
                "a=b=c",
                "--metadata-json",
                "{\"n\": 1.50}",
                "--blueprint",
                "pm=@" + blueprint);

        assertThat(said).isEqualTo("Changed project web-app.\n");
        assertThat(cli.must("project", "edit", "web-app", "--language", "Java"))
                .isEqualTo("Project web-app is that already; nothing was changed.\n");
        Golden.assertMatches(
                "project-show-full.json", stable(cli.must("project", "show", "web-app", "--format", "json")));
        cli.must("project", "edit", "web-app", "--license", "", "--metadata", "a=");
        assertThat(cli.must("project", "show", "web-app")).doesNotContain("license", "\"a\"");
    }

    @Test
    void renames_removes_and_brings_back() {
        assertThat(cli.must("project", "rename", "web-app", "shop")).isEqualTo("The project is called shop now.\n");
        assertThat(cli.must("project", "remove", "shop", "--quiet")).isEmpty();
        assertThat(cli.run("project", "show", "shop").code()).isEqualTo(3);
        assertThat(cli.must("undo", "2")).isEqualTo("shop is back.\n");
        assertThat(cli.must("undo", "1")).startsWith("Undone in web-app: project rename web-app to shop.");
        assertThat(cli.must("project", "list")).contains("web-app");
    }

    @Test
    void asks_before_removing_only_at_a_terminal() {
        var no = new Cli(home).atTerminal("n\n").run("project", "remove", "web-app");
        assertThat(no.code()).isEqualTo(1);
        assertThat(no.err()).contains("Remove project web-app? [y/N] ", "Nothing was removed.");
        assertThat(new Cli(home)
                        .atTerminal("")
                        .run("project", "remove", "web-app")
                        .code())
                .isEqualTo(1);
        assertThat(new Cli(home)
                        .atTerminal("y\n")
                        .run("project", "remove", "web-app")
                        .code())
                .isZero();
        assertThat(new Cli(home)
                        .atTerminal("")
                        .run("project", "remove", "etoile", "--yes")
                        .code())
                .isZero();
    }

    @Test
    void uses_colour_on_a_terminal_alone() {
        assertThat(new Cli(home).atTerminal("").must("project", "list")).contains("\033[1m");
        assertThat(new Cli(home).atTerminal("").with("NO_COLOR", "1").must("project", "list"))
                .doesNotContain("\033");
        assertThat(new Cli(home).atTerminal("").must("project", "list", "--no-color"))
                .doesNotContain("\033");
        assertThat(new Cli(home).atTerminal("").with("TERM", "dumb").must("project", "list"))
                .doesNotContain("\033");
        assertThat(cli.must("project", "list")).doesNotContain("\033");
    }

    @Test
    void cuts_wide_columns_on_a_terminal_and_never_in_a_pipe() {
        cli.must("project", "create", "long", "--name", "x".repeat(150));

        assertThat(cli.must("project", "list")).contains("x".repeat(150));
        String narrow = new Cli(home)
                .atTerminal("")
                .with("COLUMNS", "90")
                .with("NO_COLOR", "1")
                .must("project", "list");
        assertThat(narrow).contains("…").contains("web-app");
        assertThat(narrow.lines()).allMatch(line -> line.length() <= 90);
    }

    @Test
    void the_temple_can_be_anywhere() {
        Path other = home.resolve("else/where.sqlite");
        assertThat(cli.must("--temple", other.toString(), "init")).isEqualTo("Made the temple " + other + ".\n");
        assertThat(cli.must("init", "--temple=" + other)).isEqualTo("The temple " + other + " is there already.\n");
        assertThat(cli.must("project", "list", "--temple", other.toString()).lines())
                .hasSize(2);
        assertThat(new Cli(home).with("XDG_DATA_HOME", home + "/data").must("init"))
                .contains(home + "/data/templedb/templedb.sqlite");
        assertThat(cli.must("status"))
                .contains("projects:          2", home + "/.local/share/templedb/templedb.sqlite");
    }

    private static String stable(String text) {
        return text.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "00000000-0000-4000-8000-000000000000")
                .replaceAll("(?m)^uuid: \"?([^\"]*)\"?$", "uuid: $1");
    }

    @Test
    void an_address_keeps_no_password() {
        var run = new Cli(home)
                .run("project", "create", "addressed", "--repository-url", "https://ada:hush@host.example/x.git");

        assertThat(run.err()).contains("were left out").doesNotContain("hush");
        assertThat(new Cli(home).must("project", "show", "addressed"))
                .contains("https://host.example/x.git")
                .doesNotContain("hush");
    }

    @Test
    void keys_are_looked_at_before_a_package_is_imported() {
        var cli = new Cli(home);
        cli.must("project", "create", "packed");
        cli.must(
                "cathedral",
                "export",
                "packed",
                "--output",
                home.resolve("p.cathedral").toString());

        var run = cli.run(
                "cathedral",
                "import",
                home.resolve("p.cathedral").toString(),
                "--as",
                "copy",
                "--decrypt-secrets",
                "--age-key",
                home.resolve("nosuch").toString());

        assertThat(run.code()).isNotZero();
        assertThat(cli.run("project", "show", "copy").code()).isEqualTo(3);
    }
}
