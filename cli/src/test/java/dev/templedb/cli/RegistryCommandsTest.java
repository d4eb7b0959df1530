package dev.templedb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the guide `projects.md` does not show: other forms, and what is refused.
class RegistryCommandsTest {
    @TempDir
    Path home;

    private Cli cli;

    @BeforeEach
    void makeProjects() throws IOException {
        cli = new Cli(home);
        Files.writeString(Files.createDirectory(home.resolve("web")).resolve("main.py"), "def run():\n    pass\n");
        cli.must(
                "project",
                "create",
                "web",
                "--working-directory",
                home.resolve("web").toString(),
                "--tag",
                "b");
        cli.must("project", "create", "notes");
    }

    private void fails(int code, String said, String... arguments) {
        var run = cli.run(arguments);
        assertThat(run.code()).as(List.of(arguments) + run.err()).isEqualTo(code);
        assertThat(run.err()).contains(said);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void a_new_project_takes_its_language_from_its_directory() {
        assertThat(cli.must("project", "show", "web", "--format", "json")).contains("\"language\": \"Python\"");
        cli.must("project", "create", "other", "--working-directory", home + "/web", "--language", "C");
        assertThat(cli.must("project", "show", "other", "--format", "json")).contains("\"language\": \"C\"");
    }

    @Test
    void wrong_usage_is_refused_before_anything_happens() {
        fails(2, "TEXT is missing", "project", "search");
        fails(2, "TEXT is missing", "project", "search", "  ");
        fails(2, "TAG is missing", "project", "tag", "add", "web");
        fails(2, "NAME is missing", "project", "member", "remove", "web");
        fails(2, "CMD is missing", "project", "exec", "--tag", "b");
        fails(2, "--jobs takes", "project", "exec", "--jobs", "0", "--", "true");
        fails(2, "not a list of numbers", "project", "hosting", "web", "--open-prs", "1,x");
        fails(2, "--stars takes one number", "project", "hosting", "web", "--stars", "1,2");
        fails(2, "not a time", "project", "hosting", "web", "--synced-at", "today");
        fails(2, "cannot be a tag", "project", "tag", "add", "web", "two words");
        fails(2, "cannot be a name", "project", "member", "add", "web", "two\nlines");
    }

    @Test
    void what_is_not_there_is_not_found() {
        fails(3, "There is no project nobody", "project", "status", "web", "nobody");
        fails(3, "There is no project nobody", "project", "clone", "nobody", "new");
        fails(3, "There is no project nobody", "project", "exec", "--project", "nobody", "--", "true");
        fails(3, "has a working directory", "project", "exec", "--project", "notes", "--", "true");
        fails(3, "No project matches", "project", "exec", "--tag", "nosuch", "--", "true");
        fails(3, "Nobody named ada", "project", "member", "remove", "web", "ada");
        fails(4, "There is already a project notes", "project", "clone", "web", "notes");
    }

    @Test
    void numbers_come_in_several_forms() {
        cli.must("project", "hosting", "web", "--open-prs", " 3, 1,3", "--open-issues", "[\n  7\n]");
        assertThat(cli.must("project", "hosting", "web", "--format", "json"))
                .containsPattern("\"open_prs\": \\[\\s*1,\\s*3\\s*]")
                .containsPattern("\"open_issues\": \\[\\s*7\\s*]")
                .contains("\"stars\": null", "2026-01-02T03:04:05Z");
        cli.must("project", "hosting", "web", "--open-prs", "", "--open-issues", "[]");
        assertThat(cli.must("project", "hosting", "web", "--format", "json"))
                .contains("\"open_prs\": []", "\"open_issues\": []");
    }

    @Test
    void a_tag_is_listed_with_the_number_of_its_projects() {
        cli.must("project", "tag", "add", "notes", "B", "own");

        assertThat(cli.must("project", "tag", "list", "--format", "csv"))
                .isEqualToIgnoringCase("tag,projects\nb,2\nown,1\n");
        assertThat(cli.must("project", "tag", "list", "web", "--format", "csv"))
                .isEqualToIgnoringCase("tag,projects\nb,2\n");
        assertThat(cli.must("project", "tag", "remove", "notes", "b", "OWN", "other"))
                .isEqualTo("Project notes has no tags.\n");
    }

    @Test
    void a_status_shows_what_was_seen_and_what_was_not() {
        assertThat(cli.must("project", "status", "--format", "csv").lines().skip(1))
                .allMatch(line -> line.matches("(notes,no directory|web,not looked at),.*"))
                .hasSize(2);
        assertThat(cli.must("project", "status", "--refresh", "--tag", "b", "--format", "csv"))
                .contains("web,no history,,,")
                .doesNotContain("notes");
    }

    @Test
    void a_command_runs_where_it_should_and_its_failure_is_the_exit_code() throws IOException {
        cli.must(
                "project",
                "create",
                "gone",
                "--working-directory",
                home.resolve("gone").toString());

        var run = cli.run("project", "exec", "--format", "csv", "--", "sh", "-c", "pwd; echo oops >&2");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out().lines().map(line -> line.replaceAll(",[0-9.]*,", ",T,")))
                .satisfiesExactly(
                        header -> assertThat(header).startsWith("slug,result,exit_code"),
                        gone -> assertThat(gone).startsWith("gone,missing,"),
                        notes -> assertThat(notes).startsWith("notes,no directory,"),
                        web -> assertThat(web).startsWith("web,ok,T,"));
        assertThat(run.err()).contains("== web: ok", home.resolve("web").toString(), "oops", "1 of 3 projects");
        assertThat(cli.run("project", "exec", "--tag", "b", "--quiet", "--", "true")
                        .err())
                .isEmpty();
        cli.must("project", "exec", "--tag", "b", "--output", home + "/logs", "--", "/bin/ls", "--color=never");
        assertThat(cli.must("audit", "list", "web", "--format", "json"))
                .contains("\"project exec\"", "program ls")
                .doesNotContain("--color");
        assertThat(Files.readString(home.resolve("logs/web.log"))).isEqualTo("main.py\n");
    }

    @Test
    void the_recently_active_come_first() {
        cli.must("project", "edit", "notes", "--description", "x");
        assertThat(cli.must("project", "active", "--days", "0", "--format", "csv")
                        .lines())
                .hasSize(3);
        assertThat(cli.must("project", "active", "--ai", "apollo", "--format", "csv")
                        .lines())
                .hasSize(1);
    }
}
