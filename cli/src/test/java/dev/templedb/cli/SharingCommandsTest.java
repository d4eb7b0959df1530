package dev.templedb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the guide `sharing.md` does not show: what is refused, and how.
class SharingCommandsTest {
    /// Nobody listens there.
    private static final String NOWHERE = "http://127.0.0.1:2";

    @TempDir
    Path home;

    private Cli cli;

    @BeforeEach
    void makeProject() {
        cli = new Cli(home);
        cli.must("project", "create", "shop");
    }

    private String fails(int code, String... arguments) {
        var run = cli.run(arguments);
        assertThat(run.code()).as(List.of(arguments) + run.err()).isEqualTo(code);
        assertThat(run.out()).isEmpty();
        return run.err();
    }

    private void addFolder() throws IOException {
        cli.must(
                "remote",
                "add",
                "team",
                Files.createDirectory(home.resolve("team")).toString());
    }

    private String remotes() {
        return cli.must("remote", "list", "--format", "csv")
                .lines()
                .skip(1)
                .toList()
                .toString();
    }

    @Test
    void a_server_that_a_failing_command_names_is_not_remembered() throws IOException {
        addFolder();
        var before = cli.must("audit", "list", "--format", "csv").lines().count();

        fails(6, "cathedral", "list", "--server", NOWHERE);
        fails(6, "cathedral", "show", "ada/shop", "--server", NOWHERE);
        fails(6, "cathedral", "pull", "ada/other", "--server", NOWHERE);
        fails(4, "cathedral", "sync", "shop", "--server", NOWHERE);

        assertThat(remotes()).contains("team").doesNotContain("cathedral");
        assertThat(cli.must("audit", "list", "--format", "csv").lines()).hasSize((int) before);
        cli.must("cathedral", "list");
    }

    @Test
    void a_server_is_remembered_by_a_push_that_succeeds_and_by_a_link() throws IOException {
        addFolder();
        fails(6, "cathedral", "push", "shop", "--server", NOWHERE);
        assertThat(remotes()).doesNotContain("cathedral");
        assertThat(fails(4, "cathedral", "link", "shop")).contains("does not follow anything");

        assertThat(cli.must("cathedral", "link", "shop", "ada/shop", "--server", NOWHERE))
                .isEqualTo("shop follows ada/shop of cathedral.\n");
        assertThat(remotes()).contains("cathedral,server," + NOWHERE);
        assertThat(cli.must("cathedral", "link", "shop", "--server", NOWHERE)).contains("of cathedral.");
        cli.must("cathedral", "link", "shop", "eve/shop", "--server", NOWHERE + "/");
        assertThat(cli.must("cathedral", "link", "shop")).contains("eve/shop of cathedral.");
    }

    @Test
    void a_pull_says_which_version_came_and_warns_of_one_that_was_yanked() throws IOException {
        addFolder();
        cli.must("cathedral", "push", "shop:1.2.0", "--as", "ada/shop", "--visibility", "public");
        cli.must("project", "edit", "shop", "--description", "More");
        cli.must("cathedral", "push", "shop:1.3.0");

        assertThat(cli.must("cathedral", "pull", "ada/shop:latest", "--as", "one"))
                .startsWith("Pulled ada/shop 1.3.0 as one: ");
        cli.must("cathedral", "yank", "ada/shop:1.3.0", "--reason", "wrong greeting");
        assertThat(cli.must("cathedral", "pull", "ada/shop:latest", "--as", "two"))
                .startsWith("Pulled ada/shop 1.2.0 as two: ");
        var yanked = cli.run("cathedral", "pull", "ada/shop:1.3.0", "--as", "three", "--format", "json");
        assertThat(yanked.code()).isZero();
        assertThat(yanked.out()).contains("\"version\": \"1.3.0\"");
        assertThat(yanked.err()).contains("Version 1.3.0 was yanked: wrong greeting; it should no longer be used.");
        assertThat(cli.run("cathedral", "pull", "ada/shop:1.2.0", "--as", "four")
                        .err())
                .doesNotContain("yanked");
        assertThat(cli.must("cathedral", "pull", "ada/shop", "--as", "five")).startsWith("Pulled ada/shop as five: ");
    }

    @Test
    void refusals_say_a_way_out_that_is_one() throws IOException {
        addFolder();
        cli.must("cathedral", "push", "shop:1.2.0", "--as", "ada/shop");

        assertThat(fails(3, "cathedral", "token", "revoke", "nonsense", "--server", NOWHERE))
                .contains("There is no token nonsense.", "`templedb cathedral token list`");
        assertThat(fails(5, "cathedral", "pull", "ada/shop", "--as", "one", "--require-signature"))
                .contains("TDB-1220", "leave out --require-signature")
                .doesNotContain("verify");
        assertThat(fails(3, "cathedral", "pull", "ada/shop", "--as", "one", "--allowed-signers", "nofile"))
                .contains("The file nofile cannot be read.", "Check the path of the file");
        assertThat(fails(2, "cathedral", "login", NOWHERE, "--username", "ada")).contains("--password-stdin");
        assertThat(fails(2, "cathedral", "project", "move", "shop", "eve/"))
                .contains("moved by hand", "templedb cathedral link SLUG eve/shop");
    }

    @Test
    void what_waits_for_a_decision_is_said_by_every_sync_and_decided_by_a_strategy() throws IOException {
        addFolder();
        cli.must("var", "set", "shop", "COLOR=red");
        cli.must("cathedral", "push", "shop", "--as", "ada/shop", "--visibility", "public");
        var other = new Cli(Files.createDirectory(home.resolve("other")));
        other.must("remote", "add", "team", home.resolve("team").toString());
        other.must("cathedral", "pull", "ada/shop");
        cli.must("var", "set", "shop", "COLOR=green");
        cli.must("cathedral", "sync", "shop");
        other.must("var", "set", "shop", "COLOR=blue");

        assertThat(other.run("cathedral", "sync", "shop").code()).isEqualTo(4);
        for (var option : List.of("--auto", "--pull")) {
            var again = other.run("cathedral", "sync", "shop", option);
            assertThat(again.code()).isEqualTo(4);
            assertThat(again.out()).contains("1 conflict waits for a decision").doesNotContain("up to date");
        }
        var pulled = other.run("cathedral", "pull", "ada/shop", "--format", "json");
        assertThat(pulled.code()).isEqualTo(4);
        assertThat(pulled.out()).contains("COLOR");
        assertThat(cli.must("var", "get", "shop", "COLOR")).isEqualTo("green\n");

        assertThat(other.must("cathedral", "sync", "shop", "--strategy", "ours"))
                .startsWith("1 conflict decided as you said. Pushed to ada/shop of team.");
        assertThat(other.must("cathedral", "sync", "shop")).isEqualTo("shop is up to date.\n");
        cli.must("cathedral", "sync", "shop");
        assertThat(cli.must("var", "get", "shop", "COLOR")).isEqualTo("blue\n");
    }

    @Test
    void a_sync_that_has_to_begin_anew_says_all_that_it_has_taken_in() throws IOException {
        addFolder();
        cli.must("var", "set", "shop", "COLOR=red");
        cli.must("cathedral", "push", "shop", "--as", "ada/shop", "--visibility", "public");
        var other = new Cli(Files.createDirectory(home.resolve("other")));
        other.must("remote", "add", "team", home.resolve("team").toString());
        other.must("cathedral", "pull", "ada/shop");
        other.must("var", "set", "shop", "COLOR=green");
        other.must("cathedral", "sync", "shop");
        cli.must("var", "set", "shop", "COLOR=blue");

        var answering = new InputStream() {
            private final InputStream answer = new ByteArrayInputStream("y\n".getBytes(StandardCharsets.UTF_8));
            private boolean hasPushed;

            @Override
            public int read() throws IOException {
                if (!hasPushed) {
                    hasPushed = true;
                    other.must("var", "set", "shop", "SIZE=2");
                    other.must("cathedral", "sync", "shop");
                }
                return answer.read();
            }
        };
        var run = cli.atTerminal("").run(answering, "cathedral", "sync", "shop", "--strategy", "manual");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("shop and what is shared were joined: ")
                .contains("1 conflict decided");
        assertThat(cli.must("var", "get", "shop", "SIZE")).isEqualTo("2\n");
    }

    @Test
    void the_page_of_a_project_says_that_its_highest_version_was_yanked() throws IOException {
        addFolder();
        cli.must("cathedral", "push", "shop:1.2.0", "--as", "ada/shop");
        cli.must("project", "edit", "shop", "--description", "More");
        cli.must("cathedral", "push", "shop:1.3.0");
        assertThat(cli.run("cathedral", "show", "ada/shop").err()).isEmpty();

        cli.must("cathedral", "yank", "ada/shop:1.3.0", "--reason", "wrong greeting");

        var shown = cli.run("cathedral", "show", "ada/shop", "--format", "json");
        assertThat(shown.out()).contains("\"latest\": \"1.2.0\"", "\"yanked\": \"1.3.0\"");
        assertThat(shown.err()).contains("Version 1.3.0 was yanked: wrong greeting");
    }
}
