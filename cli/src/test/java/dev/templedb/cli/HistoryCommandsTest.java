package dev.templedb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.testkit.GitFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryCommandsTest {
    @TempDir
    Path home;

    private Cli cli;
    private Path source;
    private GitFolder git;

    @BeforeEach
    void importRepository() throws Exception {
        source = home.resolve("demo");
        git = GitFolder.init(source)
                .with("GIT_AUTHOR_DATE", "2026-01-02T03:04:05+01:00")
                .with("GIT_COMMITTER_DATE", "2026-01-02T03:04:05+01:00")
                .with("GIT_COMMITTER_NAME", "Bob")
                .with("GIT_COMMITTER_EMAIL", "bob@example.org");
        git.write("Hello.java", "// greeting\nclass Hello {}\n").commit("Greet");
        git.write("Hello.java", "// greeting\nclass Hello {\n    int a;\n}\n")
                .write("docs/read me.md", "# Read\n")
                .commit("Say more\n\nAnd why.");
        git.run("tag", "v1.0");
        cli = new Cli(home);
        assertThat(cli.must("project", "import", source.toString()))
                .isEqualTo("Imported demo: 2 commits, 1 branch, 1 tag, 2 files.\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"table", "json", "yaml", "csv"})
    void shows_files_and_history_in_every_format(String format) {
        golden("file-list", format, "file", "list", "demo");
        golden("file-list-ref", format, "file", "list", "demo", "docs", "--ref", "v1.0");
        golden("file-history", format, "file", "history", "demo", "Hello.java");
        golden("file-show", format, "file", "show", "demo", "Hello.java");
        golden("vcs-log", format, "vcs", "log", "demo");
        golden("vcs-show", format, "vcs", "show", "demo", "v1.0");
        golden("vcs-blame", format, "vcs", "blame", "demo", "Hello.java");
        golden("vcs-log-graph", format, "vcs", "log", "demo", "--graph", "--all");
        golden("vcs-tag-list", format, "vcs", "tag", "list", "--project", "demo");
        golden("stats-demo", format, "stats", "demo");
    }

    private void golden(String name, String format, String... arguments) {
        var all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--format";
        all[arguments.length + 1] = format;
        Golden.assertMatches(name + "." + format, cli.must(all));
    }

    @Test
    void the_log_is_narrowed() {
        assertThat(cli.must("vcs", "log", "demo", "v1.0~1").lines()).hasSize(3);
        assertThat(cli.must("vcs", "log", "demo", "--path", "docs").lines()).hasSize(3);
        assertThat(cli.must("vcs", "log", "demo", "--author", "nobody").lines()).hasSize(2);
        assertThat(cli.must("vcs", "log", "demo", "--since", "2026-01-01T00:00:00Z", "--until", "2026-02-01")
                        .lines())
                .hasSize(4);
        var cut = cli.run("vcs", "log", "demo", "--limit", "1");
        assertThat(cut.out().lines()).hasSize(3);
        assertThat(cut.err()).isEqualTo("There are older commits; --limit shows more.\n");
    }

    @Test
    void the_log_is_narrowed_as_with_git() throws Exception {
        assertThat(cli.must("vcs", "log", "demo", "--oneline", "-n", "1"))
                .isEqualTo(git.run("log", "-1", "--abbrev=10", "--format=%h %s") + "\n");
        assertThat(cli.must("vcs", "log", "demo", "--oneline", "--since", "2 weeks ago")
                        .lines())
                .hasSize(2);
        assertThat(cli.must("vcs", "log", "demo", "--oneline", "--until", "1 days ago")
                        .lines())
                .isEmpty();
        assertThat(cli.must("vcs", "log", "demo", "--oneline", "--since", "2026-01-02T03:04:05+01:00")
                        .lines())
                .hasSize(2);
        assertThat(cli.run("vcs", "log", "demo", "--since", "soon").code()).isEqualTo(2);
    }

    @Test
    void a_commit_is_shown_as_a_patch_that_git_takes() throws Exception {
        var shown = cli.must("vcs", "show", "demo", "v1.0");
        var git2 = GitFolder.init(home.resolve("again"));
        git2.write("Hello.java", "// greeting\nclass Hello {}\n").commit("Greet");
        var applied = git2.start(shown.getBytes(java.nio.charset.StandardCharsets.UTF_8), "apply", "--index");
        assertThat(applied.exit()).as(applied.text()).isZero();
        assertThat(git2.run("write-tree")).isEqualTo(git.run("rev-parse", "v1.0^{tree}"));
        assertThat(cli.must("vcs", "show", "demo", "v1.0", "--name-status"))
                .endsWith("\nM\tHello.java\nA\tdocs/read me.md\n");
        assertThat(cli.must("vcs", "show", "demo", "v1.0~1:Hello.java")).isEqualTo("// greeting\nclass Hello {}\n");
        assertThat(cli.run("vcs", "show", "demo", "v1.0:nowhere").code()).isEqualTo(3);
        assertThat(cli.run("vcs", "show", "demo", ":Hello.java").code()).isEqualTo(2);
    }

    @Test
    void git_s_habits_work_in_a_directory() throws Exception {
        var work = home.resolve("work").toString();
        cli.must("project", "checkout", "demo", work);
        cli.must("vcs", "switch", "-c", "side", "--project", work);
        Files.writeString(home.resolve("work/Hello.java"), "// side\n");
        assertThat(cli.must("vcs", "commit", "-am", "Side", "--project", work)).contains("Side (1 file)");
        assertThat(cli.must("vcs", "commit", "--amend", "-m", "Other", "--project", work))
                .contains("Other (1 file)");
        cli.must("vcs", "switch", "main", "--project", work);
        Files.writeString(home.resolve("work/new"), "new\n");
        cli.must("vcs", "add", ".", "--project", work);
        cli.must("vcs", "commit", "-m", "New", "--project", work);

        assertThat(cli.must("vcs", "branch", "--project", work))
                .isEqualTo(cli.must("vcs", "branch", "list", "--project", work))
                .contains("side");
        assertThat(cli.must("vcs", "tag", "--project", work)).contains("v1.0");
        assertThat(cli.must("vcs", "diff", "main..side", "--name-status", "--project", work))
                .isEqualTo("M\tHello.java\nD\tnew\n");
        assertThat(cli.must("vcs", "diff", "main...side", "--name-status", "--project", work))
                .isEqualTo("M\tHello.java\n");
        // The current directory of the tests has such a file.
        assertThat(cli.run("vcs", "diff", "pom.xml", "--project", work).err())
                .contains("There is no branch, tag or commit pom.xml. pom.xml is a path: --path pom.xml compares it.");
    }

    @Test
    void nobody_commits_without_an_address() throws Exception {
        var work = home.resolve("work").toString();
        cli.must("project", "checkout", "demo", work);
        Files.writeString(home.resolve("work/Hello.java"), "// side\n");
        cli.without("EMAIL");

        var refused = cli.run("vcs", "commit", "--all", "-m", "Side", "--project", work);
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("the e-mail address of ada", "git config --global user.email");
        assertThat(cli.run("vcs", "tag", "v2", "-m", "Two", "--project", work).code())
                .isEqualTo(2);
        cli.must("vcs", "tag", "v2", "--project", work);
        cli.must("vcs", "commit", "--all", "-m", "Side", "--author", "Eve <eve@example.org>", "--project", work);
        assertThat(cli.must("vcs", "show", "--stat", "demo", "main")).contains("Committer: Eve <eve@example.org>");
        Path plain = Files.createDirectories(home.resolve("plain"));
        Files.writeString(plain.resolve("file"), "x");
        cli.must("project", "import", plain.toString());
    }

    @Test
    void what_the_user_ignores_everywhere_is_not_shown_and_not_added() throws Exception {
        var work = home.resolve("work").toString();
        cli.must("project", "checkout", "demo", work);
        Files.writeString(home.resolve("work/a.swp"), "x");
        Files.writeString(home.resolve("work/b.bak"), "x");
        cli.with("GIT_CONFIG_NOSYSTEM", "1");
        Files.createDirectories(home.resolve(".config/git"));
        Files.writeString(home.resolve(".config/git/ignore"), "*.swp\n");
        assertThat(cli.must("vcs", "status", work, "--short")).isEqualTo("?? b.bak\n");

        Files.writeString(home.resolve("mine"), "*.bak\n");
        Files.createSymbolicLink(home.resolve("link"), home.resolve("mine"));
        Files.writeString(home.resolve(".gitconfig"), "[core]\n\texcludesFile = ~/link\n");
        assertThat(cli.must("vcs", "status", work, "--short")).isEqualTo("?? a.swp\n");
        cli.must("vcs", "add", ".", "--project", work);
        assertThat(cli.must("vcs", "status", work, "--short")).isEqualTo("A  a.swp\n");
    }

    /// As `vcs add` has it: patterns of the user say nothing about what is part of the project.
    @Test
    void what_the_user_ignores_everywhere_is_not_imported_and_what_is_part_of_the_project_stays() throws Exception {
        var notes = Files.createDirectories(home.resolve("notes/drafts"));
        Files.writeString(notes.resolve("kept.swp"), "1\n");
        Files.writeString(home.resolve("notes/a.txt"), "a\n");
        cli.with("GIT_CONFIG_NOSYSTEM", "1");
        cli.must("project", "import", home.resolve("notes").toString());
        Files.createDirectories(home.resolve(".config/git"));
        Files.writeString(home.resolve(".config/git/ignore"), "*.swp\ndrafts/\n");
        Files.writeString(notes.resolve("kept.swp"), "2\n");
        Files.writeString(notes.resolve("new.txt"), "x\n");
        Files.writeString(home.resolve("notes/new.swp"), "x\n");
        Files.writeString(home.resolve("notes/wanted.swp"), "x\n");
        Files.writeString(home.resolve("notes/.gitignore"), "!wanted.swp\n");

        cli.must("project", "sync", "notes");

        assertThat(files("notes")).isEqualTo(".gitignore\na.txt\ndrafts/kept.swp\nwanted.swp\n");
        assertThat(cli.must("file", "show", "notes", "drafts/kept.swp")).isEqualTo("2\n");
        cli.must("project", "import", home.resolve("notes").toString(), "--slug", "other", "--exclude", "none");
        assertThat(files("other")).isEqualTo(".gitignore\na.txt\nwanted.swp\n");
    }

    private String files(String slug) {
        return cli.must(
                        "sql",
                        "SELECT path FROM project_files WHERE project = '" + slug + "' ORDER BY path",
                        "--mode",
                        "list")
                .replaceFirst("path\n", "");
    }

    @Test
    void the_log_finds_messages_and_follows_first_parents() throws Exception {
        git.run("checkout", "-q", "-b", "side", "HEAD~1");
        git.run("commit", "-q", "--allow-empty", "-m", "Side");
        git.run("checkout", "-q", "main");
        git.run("merge", "-q", "-m", "Merge", "side");
        cli.must("project", "sync", "demo");

        assertThat(cli.must("vcs", "log", "demo", "--first-parent"))
                .doesNotContain("Side")
                .contains("Say more");
        assertThat(cli.must("vcs", "log", "demo", "main~1", "--all")).contains("Side", "Merge");
        assertThat(cli.must("vcs", "log", "demo", "--grep", "and WHY").lines()).hasSize(3);
        assertThat(cli.run("vcs", "log", "demo", "--all", "--first-parent").code())
                .isEqualTo(2);
    }

    @Test
    void a_graph_has_the_commits_in_the_order_of_git() throws Exception {
        for (int i = 0; i < 12; i++) {
            git.with("GIT_COMMITTER_DATE", "2026-02-%02dT00:00:00Z".formatted(i + 1));
            git.run("checkout", "-q", "-B", "b" + i % 4, i % 3 == 0 ? "main" : "b" + (i + 3) % 4);
            git.run("commit", "-q", "--allow-empty", "-m", "Commit " + i);
            if (i % 5 == 4) {
                git.run("checkout", "-q", "main");
                git.run("merge", "-q", "--no-ff", "-m", "Merge " + i, "b0", "b" + i % 4, "b" + (i + 1) % 4);
            }
        }
        cli.must("project", "sync", "demo");

        var drawn = cli.must("vcs", "log", "demo", "--graph", "--all");

        var ids = java.util.regex.Pattern.compile("[0-9a-f]{10}")
                .matcher(drawn)
                .results()
                .map(java.util.regex.MatchResult::group)
                .toList();
        assertThat(ids)
                .isEqualTo(git.run("log", "--all", "--topo-order", "--abbrev=10", "--format=%h")
                        .lines()
                        .toList());
        assertThat(drawn).contains("*-. ").doesNotContain("\033");
        assertThat(cli.atTerminal("").must("vcs", "log", "demo", "--graph", "--all"))
                .contains("\033[31m|\033[0m");
    }

    @Test
    void lines_are_blamed_on_the_commits_that_wrote_them() throws Exception {
        var blamed = cli.must("vcs", "blame", "demo", "Hello.java", "-L", "2,+2");

        assertThat(blamed.lines()).hasSize(2);
        assertThat(blamed).contains("2) class Hello {\n").endsWith("3)     int a;\n");
        assertThat(cli.must("vcs", "blame", "demo", "Hello.java", "--ref", "v1.0~1")
                        .lines())
                .hasSize(2);
        assertThat(cli.run("vcs", "blame", "demo", "Hello.java", "-L", "9,12").code())
                .isEqualTo(2);
        assertThat(cli.run("vcs", "blame", "demo", "Hello.java", "-L", "3,2").code())
                .isEqualTo(2);
        assertThat(cli.run("vcs", "blame", "demo", "Nowhere").code()).isEqualTo(3);
        assertThat(cli.run("vcs", "blame", "demo", "docs").code()).isEqualTo(3);
    }

    @Test
    void content_comes_out_byte_for_byte() throws Exception {
        assertThat(cli.must("file", "show", "demo", "docs/read me.md")).isEqualTo("# Read\n");
        assertThat(cli.must("file", "show", "demo", "Hello.java", "--ref", "v1.0~1"))
                .isEqualTo("// greeting\nclass Hello {}\n");
        assertThat(cli.must("file", "show", "demo", "Hello.java", "--ref", "v1.0", "--format", "json"))
                .contains("\"mode\": \"100644\"", "\"language\": null");
        assertThat(cli.run("file", "show", "demo", "docs").code()).isEqualTo(3);
    }

    @Test
    void directories_above_a_target_are_made() {
        cli.must("project", "checkout", "demo", home.resolve("a/b/files").toString());
        cli.must("vcs", "export-git", "demo", home.resolve("c/d/repository").toString());
        cli.must(
                "cathedral",
                "export",
                "demo",
                "--output",
                home.resolve("e/f/x.cathedral").toString());

        assertThat(home.resolve("a/b/files/Hello.java")).exists();
        assertThat(home.resolve("c/d/repository/.git")).exists();
        assertThat(home.resolve("e/f/x.cathedral")).isRegularFile();
        var blocked = cli.run(
                "project",
                "checkout",
                "demo",
                home.resolve("e/f/x.cathedral/y/z").toString());
        assertThat(blocked.code()).isEqualTo(1);
        assertThat(blocked.err()).contains("x.cathedral/y cannot be made");
    }

    @Test
    void a_name_that_ends_like_a_tar_is_one() {
        String tar = home.resolve("demo.tar.zst").toString();
        cli.must("cathedral", "export", "demo", "--output", tar);

        assertThat(cli.must("cathedral", "inspect", tar)).contains("Layout:         tar.zst");
    }

    @Test
    void what_is_not_committed_is_listed_and_a_remote_s_branches_in_one_line() throws Exception {
        Files.writeString(source.resolve("Hello.java"), "changed");
        Files.createDirectories(source.resolve("new/deep"));
        Files.writeString(source.resolve("new/a"), "a");
        Files.writeString(source.resolve("new/deep/b"), "b");
        git.run("update-ref", "refs/remotes/origin/a", "HEAD");
        git.run("update-ref", "refs/remotes/origin/b", "HEAD");

        assertThat(cli.run("project", "sync", "demo").err()).isEqualTo("""
                2 paths have uncommitted changes, which are not imported:
                  Hello.java
                  new/
                Left out refs/remotes/origin/a and 1 more: it is a copy of a remote's branch
                """);
        assertThat(cli.must("project", "sync", "demo", "--format", "json"))
                .contains("\"uncommitted\": [\n    \"Hello.java\",\n    \"new/\"\n  ]", "refs/remotes/origin/b");
    }

    @Test
    void a_directory_s_empty_directories_are_named() throws Exception {
        Path plain = Files.createDirectories(home.resolve("plain/empty")).getParent();
        Files.writeString(plain.resolve("file"), "x");

        var run = cli.run("project", "import", plain.toString());

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEqualTo("Left out empty: it is a directory without files\n");
    }

    @Test
    void a_file_whose_name_is_not_text_is_not_uncommitted_work() throws Exception {
        var shell = new ProcessBuilder("sh", "-c", "printf x >\"$(printf 'latin\\351')\" && git add .")
                .directory(source.toFile())
                .inheritIO()
                .start();
        assertThat(shell.waitFor()).isZero();
        git.run("commit", "-q", "-m", "A name that is not UTF-8");

        assertThat(cli.run("project", "sync", "demo").err()).isEmpty();
    }

    @Test
    void a_git_repository_is_no_package() {
        var run = cli.run("cathedral", "import", source.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("is no package: it has no manifest.json");
    }

    @Test
    void files_are_listed_below_a_path_that_exists() {
        assertThat(cli.must("file", "list", "demo", ".")).isEqualTo(cli.must("file", "list", "demo"));
        assertThat(cli.must("file", "list", "demo", "./docs/").lines()).hasSize(3);
        var nowhere = cli.run("file", "list", "demo", "doc");
        assertThat(nowhere.code()).isEqualTo(3);
        assertThat(nowhere.err()).contains("There is no file or directory doc.");
    }

    @Test
    void a_merge_is_shown_with_its_parents() throws Exception {
        git.run("checkout", "-q", "-b", "side", "HEAD~1");
        git.run("commit", "-q", "--allow-empty", "-m", "Side");
        git.run("checkout", "-q", "main");
        git.run("merge", "-q", "-m", "Merge", "side");
        cli.must("project", "sync", "demo");

        assertThat(cli.must("vcs", "show", "demo")).containsPattern("\nParents:   [0-9a-f]{40} [0-9a-f]{40}\n");
    }

    @Test
    void sync_remembers_another_source_even_when_it_brings_nothing_new() throws Exception {
        Path moved = home.resolve("moved");
        Files.move(source, moved);
        assertThat(cli.run("project", "sync", "demo").code()).isEqualTo(3);

        assertThat(cli.must("project", "sync", "demo", moved.toString())).isEqualTo("demo is up to date.\n");
        assertThat(cli.must("project", "sync", "demo")).isEqualTo("demo is up to date.\n");
    }

    @Test
    void sync_says_what_both_sides_have_moved_and_merges_it_when_told_to() throws Exception {
        var work = home.resolve("work").toString();
        cli.must("project", "checkout", "demo", work);
        Files.writeString(home.resolve("work/Hello.java"), "// ours\n");
        cli.must("vcs", "commit", "--all", "-m", "Ours", "--project", work);
        git.write("new.txt", "theirs\n").commit("Theirs");
        git.write("new.txt", "theirs again\n").commit("Theirs again");

        var apart = cli.run("project", "sync", "demo");
        assertThat(apart.code()).isEqualTo(4);
        assertThat(apart.err())
                .isEqualTo(
                        "Warning: Both sides have moved main: 1 commit only here, 2 commits only at the source, kept as"
                                + " remotes/source/main. `templedb project sync demo --merge` joins them.\n");
        assertThat(cli.run("project", "sync", "demo").code()).isEqualTo(4);
        assertThat(cli.run("project", "sync", "demo", "--format", "json").out())
                .contains("\"our_commits\": 1", "\"their_commits\": 2");
        var merged = cli.run("project", "sync", "demo", "--merge");
        assertThat(merged.out())
                .contains("Merged remotes/source/main into main in " + work + ": ")
                .doesNotContain("is up to date");
        assertThat(merged.code()).isZero();
        assertThat(home.resolve("work/new.txt")).hasContent("theirs again");
        assertThat(cli.must("project", "sync", "demo", "--merge")).contains("Updated demo: 0 commits new");
        assertThat(cli.must("project", "sync", "demo", "--merge")).isEqualTo("demo is up to date.\n");

        git.write("Hello.java", "// theirs\n").commit("Clash");
        var open = cli.run("project", "sync", "demo", "--merge", "--format", "json");
        assertThat(open.code()).isEqualTo(4);
        assertThat(open.out()).contains("\"outcome\": \"conflicted\"", "\"path\": \"Hello.java\"");
        assertThat(cli.must("vcs", "status", work)).contains("both modified    Hello.java");
        var refused = cli.run("project", "sync", "demo", "--merge");
        assertThat(refused.code()).isEqualTo(4);
        assertThat(refused.out()).contains("main was not merged in " + work + ": A merge of ");
    }

    @Test
    void what_looks_secret_is_told_when_it_comes_in() throws Exception {
        git.write("prod.env", "A=1\n").commit("Variables");
        assertThat(cli.run("project", "sync", "demo").err())
                .contains("Warning: 1 thing in demo may be secret.", "prod.env: a .env file");
        var work = home.resolve("work").toString();
        cli.must("project", "checkout", "demo", work);
        Files.writeString(home.resolve("work/Hello.java"), "-----BEGIN PRIVATE " + "KEY-----\nMIIE\n");

        var commit = cli.run("vcs", "commit", "--all", "-m", "Key", "--project", work);
        assertThat(commit.code()).as(commit.err()).isZero();
        assertThat(commit.err()).contains("Hello.java, line 1: a private key").doesNotContain("prod.env");
        assertThat(cli.must("sql", "SELECT path, kind FROM project_findings", "--format", "csv"))
                .contains("prod.env,ENV_FILE");
    }

    @Test
    void sync_takes_in_what_is_new() throws Exception {
        assertThat(cli.must("project", "sync", "demo")).isEqualTo("demo is up to date.\n");
        assertThat(cli.must("project", "import", source.toString())).isEqualTo("demo is up to date.\n");
        git.commit("Third");

        assertThat(cli.must("project", "sync", "demo"))
                .isEqualTo("Updated demo: 1 commit new; now 3 commits, 1 branch, 1 tag, 2 files.\n");
        assertThat(cli.must("project", "sync", "demo", "--format", "json")).contains("\"outcome\": \"unchanged\"");
        assertThat(cli.must("project", "show", "demo"))
                .containsPattern("branches: +main\n")
                .containsPattern("version tags: +v1\\.0\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "directory", "tar.zst"})
    void packages_of_every_layout_come_back(String layout) throws Exception {
        Path target = home.resolve("out");
        String said = cli.must("cathedral", "export", "demo", "--output", target + "/", "--layout", layout);
        String file = target.resolve("demo.cathedral" + (layout.equals("tar.zst") ? ".tar.zst" : ""))
                .toString();
        assertThat(said).startsWith("Exported demo to " + file + ": 2 files, ");

        assertThat(cli.run("cathedral", "export", "demo", "--output", target.toString(), "--layout", layout)
                        .code())
                .isEqualTo(4);
        cli.must("cathedral", "export", "demo", "--output", file, "--layout", layout, "--overwrite", "--quiet");
        assertThat(cli.must("cathedral", "inspect", file))
                .contains("Project:        demo", "Layout:         " + layout);
        assertThat(cli.must("cathedral", "check", file)).startsWith("The package is as it was written.\n\n");
        assertThat(cli.must("cathedral", "verify", file))
                .startsWith("Package integrity verified.\n\nProject: ")
                .containsPattern("Version: +\\d\\.0\\.0\n")
                .containsPattern("Created: +2\\S+Z\nCreated by: +\\S+")
                .containsPattern("Files: +2\nCommits: +2\nBranches: +1\n")
                .containsPattern("Size: +[0-9.]+ k?B\n")
                .containsPattern("Checksum: +[0-9a-f]{64}\n");
        assertThat(cli.must("cathedral", "verify", file, "--format", "json"))
                .contains("\"commits\": 2", "\"signature\": \"none\"", "\"checksum\": \"");
        assertThat(cli.must("cathedral", "diff", "demo", file)).isEqualTo("Both are the same state.\n");

        assertThat(cli.must("cathedral", "import", file, "--dry-run", "--as", "x"))
                .startsWith("Would import x: 2 commits");
        assertThat(cli.run("cathedral", "import", file).code()).isEqualTo(4);
        assertThat(cli.must("cathedral", "import", file, "--as", "fork"))
                .isEqualTo("Imported fork: 2 commits, 1 branch, 2 files.\n");
        assertThat(cli.must("cathedral", "import", file, "--overwrite"))
                .endsWith("`templedb undo` brings the replaced project back.\n");
        assertThat(cli.must("undo")).startsWith("demo is what it was");
        assertThat(cli.must("cathedral", "diff", "demo", "fork")).contains("slug  fact  changed  demo  fork");
        assertThat(cli.temple().resolveSibling("templedb.sqlite-scratch")).doesNotExist();
    }

    @Test
    void damage_is_refused() throws Exception {
        Path file = home.resolve("demo.cathedral");
        cli.must("cathedral", "export", "demo", "--output", file.toString());
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        for (String command : java.util.List.of("check", "verify", "import")) {
            var run = cli.run("cathedral", command, file.toString());
            assertThat(run.code()).as(command).isEqualTo(5);
            assertThat(run.err()).startsWith("Error TDB-12");
        }
        assertThat(cli.run("cathedral", "inspect", "/etc/passwd").code()).isEqualTo(2);
        assertThat(cli.run("cathedral", "verify", "none.cathedral").code()).isEqualTo(3);
        assertThat(cli.run("cathedral", "diff", "demo", "ada/web").code())
                .as("no remote")
                .isEqualTo(3);
        assertThat(cli.run("cathedral", "export", "demo", "--layout", "rar").code())
                .isEqualTo(2);
        assertThat(cli.run("cathedral", "export", "demo", "--no-history", "--rewrite-history")
                        .code())
                .isEqualTo(2);
    }

    @Test
    void excluded_paths_leave_the_history_out() {
        String file = home.resolve("less.cathedral").toString();
        var run = cli.run("cathedral", "export", "demo", "--exclude", "docs/", "--output", file);
        assertThat(run.err()).startsWith("--exclude leaves the history out");
        assertThat(cli.must("cathedral", "inspect", file)).contains("Files:          1", "Commits:        1");
        cli.must(
                "cathedral",
                "export",
                "demo",
                "--exclude",
                "docs/",
                "--rewrite-history",
                "--overwrite",
                "--output",
                file);
        assertThat(cli.must("cathedral", "inspect", file)).contains("Files:          1", "Commits:        2");
        assertThat(cli.must("cathedral", "diff", "demo", file, "--format", "json"))
                .contains("docs/read me.md", "\"removed\"");
    }

    @Test
    void projects_go_back_to_directories_and_to_git() throws Exception {
        Path files = home.resolve("files");
        assertThat(cli.must("project", "checkout", "demo", files.toString(), "--ref", "v1.0~1"))
                .isEqualTo("Checked out demo to " + files + ": 1 file, 27 B.\n");
        assertThat(files.resolve("Hello.java")).hasContent("// greeting\nclass Hello {}\n");
        assertThat(cli.run("project", "checkout", "demo", files.toString()).code())
                .isEqualTo(4);

        Path bare = home.resolve("demo.git");
        assertThat(cli.must("vcs", "export-git", "demo", bare.toString(), "--bare"))
                .startsWith("Wrote the git repository " + bare + ": 2 refs, ");
        String commit = GitFolder.at(bare).run("rev-parse", "v1.0");
        assertThat(cli.must("vcs", "show", "demo", "v1.0")).contains("commit " + commit);
    }

    @Test
    void a_dry_run_writes_nothing() throws Exception {
        var fresh = new Cli(home).with("XDG_DATA_HOME", home.resolve("fresh").toString());

        assertThat(fresh.must("project", "import", source.toString(), "--dry-run", "--slug", "x", "--name", "X"))
                .startsWith("x would get 2 commits")
                .endsWith("Nothing was written.\n");
        assertThat(fresh.temple()).doesNotExist();
        Files.writeString(source.resolve("twin.md"), "# Read\n");
        git.run("add", ".");
        git.run("commit", "-q", "-m", "The same content twice");
        assertThat(fresh.must("project", "import", source.toString(), "--dry-run"))
                .isEqualTo("demo would get 3 commits, 1 branch, 1 tag, 3 files. Nothing was written.\n");
        assertThat(cli.must("project", "import", source.toString(), "--dry-run", "--no-history", "--slug", "flat"))
                .contains("flat would get 1 commit");
        assertThat(cli.run("project", "import", source.toString(), "--dry-run", "--no-history")
                        .code())
                .as("as the import itself would end: the slug is taken")
                .isEqualTo(4);
        assertThat(cli.must("project", "import", source.toString(), "--exclude", "docs/", "--slug", "less"))
                .contains("Imported less: 1 commit");
    }
}
