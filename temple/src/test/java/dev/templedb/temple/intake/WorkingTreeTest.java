package dev.templedb.temple.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.Progress;
import dev.templedb.temple.fixtures.IntakeSandbox;
import dev.templedb.temple.git.GitExport;
import dev.templedb.temple.projects.Projects;
import dev.templedb.testkit.GitFolder;
import dev.templedb.testkit.Shell;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Uncommitted work as a commit of its own.
class WorkingTreeTest {
    private static final String REF = "refs/templedb/working-tree";

    @TempDir
    Path directory;

    private IntakeSandbox sandbox;
    private GitFolder git;

    @BeforeEach
    void open() {
        sandbox = new IntakeSandbox(directory);
        git = GitFolder.init(directory.resolve("git"));
        git.write(".gitignore", "*.o\n")
                .write("a", "a\n")
                .write("gone", "x\n")
                .write("dir/kept", "k\n")
                .link("link", "a")
                .commit("First");
        git.write("forced.o", "tracked although ignored\n");
        git.run("add", "-f", "forced.o");
        git.run("commit", "-q", "-m", "Second");
    }

    @AfterEach
    void close() {
        assertThat(sandbox.temple().file().integrityCheck()).isEmpty();
        sandbox.close();
    }

    private ImportReport take(Path source, String... excludes) {
        return sandbox.take(IntakeSandbox.withWorkTree(sandbox.request("p", source.toString(), true, excludes)));
    }

    /// Changes of every kind, staged and not.
    private void work() {
        git.write("a", "changed\n").write("dir/new", "new\n").write("x.o", "ignored\n");
        git.write("forced.o", "changed\n").write("staged", "staged\n").write("w\u00f6rt \u20ac", "u\n");
        git.run("add", "staged");
        git.write("staged", "staged and changed\n");
        git.run("rm", "-q", "--cached", "dir/kept");
        Shell.run(git.path(), "rm gone && ln -sfn dir link && chmod +x .gitignore");
    }

    private GitFolder exported() {
        var target = directory.resolve("exported");
        Shell.run(directory, "rm -rf exported");
        new GitExport(sandbox.temple())
                .run(new Projects(sandbox.temple()).require("p").id(), target, true, Progress.NONE);
        return GitFolder.at(target);
    }

    @Test
    void takes_what_git_add_would_take_on_top_of_head_and_moves_nothing_else() {
        work();

        var report = take(git.path());

        assertThat(report.uncommitted()).isEmpty();
        assertThat(report.leftOut()).isEmpty();
        assertThat(report.notices()).anyMatch(notice -> notice.contains(REF));
        var out = exported();
        assertThat(out.run("rev-parse", REF + "^", "main", "HEAD").lines().distinct())
                .containsExactly(git.run("rev-parse", "HEAD"));
        assertThat(out.run("log", "-1", "--format=%s", REF)).isEqualTo("Uncommitted changes of the work tree");
        assertThat(out.run("fsck", "--strict")).isEmpty();
        git.run("add", "-A");
        assertThat(out.run("rev-parse", REF + "^{tree}")).isEqualTo(git.run("write-tree"));
    }

    @Test
    void is_replaced_by_each_sync_and_gone_when_all_is_committed() {
        work();
        take(git.path());
        assertThat(sandbox.sync("p").outcome()).isEqualTo(ImportReport.Outcome.UNCHANGED);

        git.write("a", "changed again\n");
        var second = sandbox.sync("p");

        assertThat(second.newCommits()).isEqualTo(1);
        assertThat(second.removedCommits()).isEqualTo(1);
        git.commit("All of it");
        sandbox.sync("p");
        sandbox.project("p").requireSameAs(git);
    }

    @Test
    void takes_new_files_of_a_repository_without_commits() {
        var empty = GitFolder.init(directory.resolve("empty"));
        empty.write("first", "1\n");

        take(empty.path());

        assertThat(exported().run("ls-tree", "--name-only", REF)).isEqualTo("first");
    }

    @Test
    void leaves_out_what_globs_exclude() {
        work();

        take(git.path(), "dir/", "*.o");

        assertThat(exported().run("ls-tree", "-r", "--name-only", REF).lines())
                .contains("a", "staged")
                .doesNotContain("dir/new", "forced.o", "gone");
    }

    @Test
    void never_reads_beyond_the_work_tree() {
        Shell.run(directory, "mkdir outside && echo MARKER >outside/secret");
        Shell.run(git.path(), "rm -r dir && ln -s ../outside dir && git config core.symlinks false");
        git.run("config", "core.worktree", directory.resolve("outside").toString());

        take(git.path());
        sandbox.take(IntakeSandbox.withWorkTree(sandbox.request("q", git.path().resolve(".git"))));

        var marker =
                git.runWith("MARKER\n".getBytes(java.nio.charset.StandardCharsets.UTF_8), "hash-object", "--stdin");
        assertThat(sandbox.project("p").objects()).doesNotContain(marker);
        assertThat(sandbox.project("q").objects()).doesNotContain(marker);
    }

    @Test
    void patterns_that_are_meant_to_take_for_ever_take_no_time() {
        var name = "a".repeat(250);
        var hostile = "*a".repeat(100) + "b";
        git.write(name, "one\n")
                .write(".gitignore", hostile + "\n*.o\n")
                .write(".gitattributes", hostile + " text\n")
                .commit("Hostile");
        git.write(name, "two!\n").write("b" + name.substring(0, 4), "new\n").write("b.o", "ignored\n");

        take(git.path());

        assertThat(exported().run("ls-tree", "--name-only", REF))
                .contains("b" + name.substring(0, 4))
                .doesNotContain("b.o");
    }
}
