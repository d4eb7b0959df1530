package dev.templedb.temple.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.ErrorCode;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.temple.fixtures.IntakeSandbox;
import dev.templedb.temple.fixtures.OddRepository;
import dev.templedb.temple.fixtures.TakenProject;
import dev.templedb.testkit.GitFolder;
import dev.templedb.testkit.Shell;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Imports of repositories that the real `git` made.
class GitImportTest {
    @TempDir
    Path directory;

    private IntakeSandbox sandbox;
    private GitFolder git;

    @BeforeEach
    void open() {
        sandbox = new IntakeSandbox(directory);
        git = GitFolder.init(directory.resolve("git"));
    }

    @AfterEach
    void close() {
        assertThat(sandbox.temple().file().integrityCheck()).isEmpty();
        sandbox.close();
    }

    private TakenProject taken() {
        sandbox.take("p", git.path());
        return sandbox.project("p");
    }

    @Test
    void takes_everything_that_git_can_keep() {
        git = OddRepository.make(directory.resolve("odd"));
        var before = Shell.run(git.path(), "find . -type f -printf '%P %T@ %s\\n' | sort");

        var report = sandbox.take("p", git.path());

        var project = sandbox.project("p");
        project.requireSameAs(git);
        assertThat(report.isLossy()).isFalse();
        assertThat(report.leftOut()).isEmpty();
        assertThat(report.newCommits())
                .isEqualTo(Long.parseLong(git.run("--no-replace-objects", "rev-list", "--all", "--count")));
        assertThat(report.newObjects()).isGreaterThanOrEqualTo(project.objects().size());
        assertThat(report.contentRoot()).contains(project.state().root());
        assertThat(project.storedAs(git.run("rev-parse", "main:large"))).isEqualTo(ObjectKind.RECIPE);
        assertThat(Shell.run(git.path(), "find . -type f -printf '%P %T@ %s\\n' | sort"))
                .as("the repository itself is not touched")
                .isEqualTo(before);
    }

    @Test
    void records_what_each_commit_changed_as_git_does() {
        git = OddRepository.make(directory.resolve("odd"));
        // Git shows the modes of old versions as if they were today's.
        git.run("update-ref", "-d", "refs/heads/old-modes");

        assertThat(taken().facts().get("changes")).containsExactlyElementsOf(new TreeSet<>(changes(git)));
    }

    /// What git says that each commit changed against its first parent.
    private static List<String> changes(GitFolder git) {
        var changes = new ArrayList<String>();
        git.run("--no-replace-objects", "rev-list", "--all", "--parents")
                .lines()
                .forEach(line -> {
                    var ids = line.split(" ");
                    var trees = ids.length == 1 ? List.of("--root", ids[0]) : List.of(ids[1], ids[0]);
                    var command = new ArrayList<>(List.of(
                            "--no-replace-objects",
                            "diff-tree",
                            "-r",
                            "-z",
                            "--no-abbrev",
                            "--no-renames",
                            "--no-commit-id"));
                    command.addAll(trees);
                    var said = new String(
                            git.bytes(new byte[0], command.toArray(String[]::new)), StandardCharsets.ISO_8859_1);
                    var fields = said.isEmpty() ? new String[0] : said.split("\0");
                    for (int i = 0; i + 1 < fields.length; i += 2) {
                        var words = fields[i].split(" ");
                        var gone = words[4].equals("D");
                        changes.add(ids[0].toUpperCase(Locale.ROOT)
                                + blob(fields[i + 1].getBytes(StandardCharsets.ISO_8859_1))
                                + (gone ? 0 : Integer.parseInt(words[1], 8))
                                + (gone ? "NULL" : blob(HexFormat.of().parseHex(words[3]))));
                    }
                });
        return changes;
    }

    private static String blob(byte[] bytes) {
        return "X'" + HexFormat.of().withUpperCase().formatHex(bytes) + "'";
    }

    @Test
    void reads_objects_wherever_git_keeps_them() {
        git.write("a", "a\n").commit("Packed");
        git.run("gc", "-q");
        git.write("b", "b\n").commit("In a second pack");
        git.run("repack", "-q");
        git.write("c", "c\n").commit("Loose");

        sandbox.take("p", git.path());

        sandbox.project("p").requireSameAs(git);
        assertThat(sandbox.project("p").files()).containsExactly("100644 a", "100644 b", "100644 c");
    }

    @Test
    void keeps_a_nul_in_a_commit_message_in_the_object_and_shows_it_as_a_mark() {
        git.write("a", "a\n").commit("First");
        var commit = git.object(
                "commit",
                "tree " + git.run("rev-parse", "HEAD^{tree}")
                        + "\nauthor A <a@x> 1 +0000\ncommitter A <a@x> 1 +0000\n\nbefore\0after\n");
        git.run("update-ref", "refs/heads/nul", commit);

        var project = taken();

        project.requireSameAs(git);
        assertThat(project.rows("SELECT message FROM commits WHERE project_id = ?1"))
                .contains("before\uFFFDafter\n");
    }

    @Test
    void lists_the_refs_that_it_leaves_out() {
        git.write("a", "a\n").commit("First");
        git.run("update-ref", "refs/remotes/origin/main", "HEAD");
        git.run("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main");
        git.write("a", "stashed secret\n").run("stash", "-q");
        git.run("symbolic-ref", "refs/heads/alias", "refs/heads/main");

        var report = sandbox.take("p", git.path());

        assertThat(report.leftOut().stream().map(left -> left.what() + ": " + left.reason() + (left.loss() ? "!" : "")))
                .containsExactlyInAnyOrder(
                        "refs/remotes/origin/main: it is a copy of a remote's branch",
                        "refs/remotes/origin/HEAD: it is a copy of a remote's branch",
                        "refs/stash: stashed work stays in the repository it was stashed in",
                        "refs/heads/alias: it is another name for refs/heads/main!");
        assertThat(report.isLossy()).isTrue();
        sandbox.project("p").requireSameAs(git, "refs/remotes", "refs/stash", "refs/heads/alias");
        assertThat(sandbox.project("p").objects()).doesNotContain(git.run("rev-parse", "refs/stash"));
    }

    @Test
    void keeps_a_detached_head_that_no_ref_reaches() {
        git.write("a", "a\n").commit("First");
        git.run("switch", "-q", "--detach");
        var commit = git.write("b", "b\n").commit("Detached");

        var project = taken();

        project.requireSameAs(git);
        assertThat(project.facts().get("head")).containsExactly("NULL" + "X'" + commit.toUpperCase(Locale.ROOT) + "'");
        assertThat(project.files()).containsExactly("100644 a", "100644 b");
    }

    @Test
    void takes_a_repository_without_any_commit() {
        git.run("symbolic-ref", "HEAD", "refs/heads/unborn");

        var report = sandbox.take("p", git.path());

        assertThat(report.commits()).isZero();
        assertThat(sandbox.project("p").facts().get("head")).containsExactly("'refs/heads/unborn'NULL");
        assertThat(sandbox.sync("p").outcome()).isEqualTo(ImportReport.Outcome.UNCHANGED);
        git.write("a", "a\n");
        git.commit("First");
        git.run("symbolic-ref", "HEAD", "refs/heads/other");
        assertThat(sandbox.sync("p").newCommits()).isEqualTo(1);
        assertThat(sandbox.project("p").files()).isEmpty();
    }

    @Test
    void takes_a_shallow_repository_and_says_so() {
        for (int i = 0; i < 5; i++) {
            git.write("f" + i, "x\n").commit("Commit " + i);
        }
        var shallow = GitFolder.at(directory.resolve("shallow"));
        git.run(
                "clone",
                "-q",
                "--depth",
                "2",
                git.path().toUri().toString(),
                shallow.path().toString());

        var report = sandbox.take("p", shallow.path());

        assertThat(report.notices()).anyMatch(notice -> notice.contains("shallow"));
        assertThat(report.commits()).isEqualTo(2);
        sandbox.project("p").requireSameAs(shallow, "refs/remotes");
        assertThat(sandbox.project("p").facts().get("shallow")).hasSize(1);
    }

    @Test
    void takes_a_linked_work_tree_with_its_own_head() {
        git.write("a", "a\n").commit("First");
        var linked = GitFolder.at(directory.resolve("linked"));
        git.run("worktree", "add", "-q", "-b", "topic", linked.path().toString());
        linked.write("b", "b\n").commit("On the topic");

        sandbox.take("p", linked.path());

        sandbox.project("p").requireSameAs(git);
        assertThat(sandbox.project("p").facts().get("head")).containsExactly("'refs/heads/topic'NULL");
        assertThat(sandbox.project("p").files()).containsExactly("100644 a", "100644 b");
    }

    @Test
    void takes_a_bare_repository_and_the_git_directory_itself() {
        git.write("a", "a\n").commit("First");
        var bare = directory.resolve("bare.git");
        git.run("clone", "-q", "--bare", ".", bare.toString());

        sandbox.take("", bare);
        sandbox.take("q", git.path().resolve(".git"));

        sandbox.project("bare").requireSameAs(GitFolder.at(bare));
        sandbox.project("q").requireSameAs(git);
    }

    @Test
    void clones_an_address_and_leaves_no_clone_behind() throws Exception {
        git.write("a", "a\n").commit("First");
        git.run("switch", "-q", "-c", "topic");
        git.write("b", "b\n").commit("Second");
        git.run("tag", "v1");
        git.run("config", "uploadpack.allowFilter", "true");
        var address = git.path()
                .toUri()
                .toString()
                .replace("file:///", "file://user:secret@/")
                .replace("user:secret@", "");

        var report = sandbox.take(sandbox.request("", address, true));

        assertThat(report.slug()).isEqualTo("git");
        sandbox.project("git").requireSameAs(git);
        try (var left = Files.list(directory.resolve("scratch"))) {
            assertThat(left.filter(Files::isDirectory)).isEmpty();
        }
        git.write("c", "c\n").commit("Third");
        assertThat(sandbox.sync("git").newCommits()).isEqualTo(1);
        sandbox.project("git").requireSameAs(git);
    }

    @Test
    void says_what_git_says_when_an_address_cannot_be_cloned() {
        var refused = sandbox.refuses(
                ErrorCode.GIT_CLONE_FAILED,
                () -> sandbox.take(sandbox.request("p", "file:///no/such/repository.git", true)));

        assertThat(refused).hasMessageContaining("could not be cloned").hasMessageNotContaining("\n");
    }

    @Test
    void never_stores_or_shows_credentials_of_an_address() {
        var refused = sandbox.refuses(
                ErrorCode.GIT_CLONE_FAILED,
                () -> sandbox.take(sandbox.request("p", "http://me:s3cret@127.0.0.1:1/x.git", true)));

        assertThat(refused).hasMessageNotContaining("s3cret");
        git.write("a", "a\n").commit("First");
        git.run("remote", "add", "origin", "https://me:s3cret@example.org/x.git");
        sandbox.take("p", git.path());
        assertThat(sandbox.everything()).noneMatch(row -> row.contains("s3cret"));
    }

    @Test
    void lists_uncommitted_work_and_does_not_take_it() {
        git.write(".gitignore", "*.o\n").write("a", "a\n").write("gone", "x\n").commit("First");
        git.write("a", "changed\n").write("new", "new\n").write("x.o", "ignored\n");
        assertThat(git.path().resolve("gone").toFile().delete()).isTrue();

        var report = sandbox.take("p", git.path());

        assertThat(report.uncommitted()).containsExactly("a", "gone", "new");
        assertThat(report.remarks())
                .contains("3 paths have uncommitted changes, which are not imported:", "  a", "  gone", "  new");
        assertThat(sandbox.project("p").content("a")).isEqualTo("a\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void takes_only_the_newest_files_without_history() {
        git.write("a", "a\n").commit("First");
        var newest = git.write("b/c", "c\n").commit("Second");

        var report = sandbox.take(sandbox.request("p", git.path().toString(), false));

        var project = sandbox.project("p");
        assertThat(report.commits()).isEqualTo(1);
        assertThat(project.files()).containsExactly("100644 a", "100644 b/c");
        assertThat(project.rows("SELECT lower(hex(tree_id)) FROM commits WHERE project_id = ?1"))
                .containsExactly(git.run("rev-parse", "HEAD^{tree}"));
        assertThat(project.rows("SELECT message || author_name FROM commits WHERE project_id = ?1"))
                .containsExactly("Import of commit " + newest + "\nAda");
        assertThat(sandbox.sync("p").outcome()).isEqualTo(ImportReport.Outcome.UNCHANGED);
        git.write("d", "d\n").commit("Third");
        assertThat(sandbox.sync("p").commits()).isEqualTo(2);
        assertThat(project.files()).hasSize(3);
    }

    @Test
    void leaves_out_what_globs_exclude_and_never_stores_it() {
        git.write("keep.txt", "kept\n")
                .write("secret/key.pem", "MARKER\n")
                .write("a/b.log", "MARKER\n")
                .commit("First");

        var report = sandbox.take(sandbox.request("p", git.path().toString(), true, "*.log", "secret/"));

        assertThat(report.notices()).anyMatch(notice -> notice.contains("history was not imported"));
        assertThat(report.notices()).contains("2 paths were excluded.");
        assertThat(sandbox.project("p").files()).containsExactly("100644 keep.txt");
        assertThat(sandbox.project("p").objects()).hasSize(3);
        assertThat(sandbox.sync("p").outcome()).isEqualTo(ImportReport.Outcome.UNCHANGED);
    }

    @Test
    void refuses_globs_that_are_none() {
        git.write("a", "a\n").commit("First");

        sandbox.refuses(
                ErrorCode.GLOB_INVALID,
                () -> sandbox.take(sandbox.request("p", git.path().toString(), true, " ")));
        sandbox.refuses(
                ErrorCode.GLOB_INVALID,
                () -> sandbox.take(sandbox.request("p", git.path().toString(), true, "# x")));
    }

    @Test
    void says_in_a_dry_run_what_would_come_and_writes_nothing() {
        git.write("a", "a\n").commit("First");
        git.write("b", "b\n").commit("Second");
        git.run("tag", "v1");
        var before = sandbox.everything();

        var report = new ProjectImport(sandbox.temple())
                .dryRun(sandbox.request("", git.path()), dev.templedb.core.Progress.NONE);

        assertThat(report.outcome()).isEqualTo(ImportReport.Outcome.DRY_RUN);
        assertThat(List.of(report.newCommits(), report.branches(), report.tags(), report.files(), report.newObjects()))
                .containsExactly(2L, 1L, 1L, 2L, 6L);
        assertThat(report.contentRoot()).isEmpty();
        assertThat(sandbox.everything()).isEqualTo(before);
    }

    @Test
    void finds_in_a_dry_run_what_the_run_would_refuse() {
        git.write("a", "a\n").commit("First");
        sandbox.take("p", git.path());

        sandbox.refuses(
                ErrorCode.PROJECT_ALREADY_EXISTS,
                () -> new ProjectImport(sandbox.temple())
                        .dryRun(sandbox.request("p", git.path()), dev.templedb.core.Progress.NONE));
    }

    @Test
    void refuses_a_slug_that_is_taken() {
        git.write("a", "a\n").commit("First");
        sandbox.take("p", git.path());

        sandbox.refuses(ErrorCode.PROJECT_ALREADY_EXISTS, () -> sandbox.take("p", git.path()));
        var namesake = GitFolder.init(directory.resolve("x/P"));
        namesake.commit("First");
        sandbox.refuses(ErrorCode.PROJECT_ALREADY_EXISTS, () -> sandbox.take("", namesake.path()));
    }

    @Test
    void stores_once_what_two_projects_share() {
        git.write("a", "a\n").commit("First");
        var first = sandbox.take("p", git.path());
        git.write("b", "b\n").commit("Second");

        var second = sandbox.take("q", git.path());

        assertThat(first.newObjects()).isEqualTo(3);
        assertThat(second.newObjects()).isEqualTo(3);
        assertThat(sandbox.project("q").objects())
                .hasSize(6)
                .containsAll(sandbox.project("p").objects());
        sandbox.project("q").requireSameAs(git);
        sandbox.project("p").requireExactMembership();
        assertThat(sandbox.take("r", git.path()).newObjects()).isZero();
        sandbox.project("r").requireSameAs(git);
    }

    @Test
    void stores_pieces_of_large_files_once() {
        var large = new byte[9 << 20];
        new java.util.Random(1).nextBytes(large);
        git.write("large", large).commit("First");
        sandbox.take("p", git.path());
        large[5 << 20] ^= 1;
        git.write("copy", large).commit("Second");

        var second = sandbox.take("q", git.path());

        assertThat(second.newRawBytes()).isLessThan(6 << 20);
        sandbox.project("q").requireSameAs(git);
        assertThat(sandbox.project("q").content("copy")).isEqualTo(large);
    }
}
