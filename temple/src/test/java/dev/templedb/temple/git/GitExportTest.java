package dev.templedb.temple.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.packages.disk.Leftovers;
import dev.templedb.temple.Temple;
import dev.templedb.temple.fixtures.FilledTemple;
import dev.templedb.temple.fixtures.OddRepository;
import dev.templedb.testkit.GitFolder;
import dev.templedb.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitExportTest {
    @TempDir
    Path directory;

    private Temple temple;

    @BeforeEach
    void openTemple() {
        temple = FilledTemple.open(directory.resolve("t.templedb"));
    }

    @AfterEach
    void closeTemple() {
        temple.close();
    }

    private GitFolder export(GitFolder git, boolean bare) {
        return export(FilledTemple.take(temple, "p" + System.nanoTime(), git.path()), bare);
    }

    private GitFolder export(long project, boolean bare) {
        var target = directory.resolve("export" + System.nanoTime());
        new GitExport(temple).run(project, target, bare, Progress.NONE);
        return GitFolder.at(target);
    }

    private static List<String> facts(GitFolder git) {
        var fsck = git.start(new byte[0], "fsck", "--strict", "--full", "--no-dangling");
        return List.of(
                git.run("for-each-ref", "--format=%(objectname) %(refname) %(*objectname)"),
                git.run("rev-list", "--objects", "--all", "HEAD")
                        .lines()
                        .sorted()
                        .toList()
                        .toString(),
                git.run("--no-replace-objects", "rev-list", "--objects", "--all")
                        .lines()
                        .sorted()
                        .toList()
                        .toString(),
                "%d %s".formatted(fsck.exit(), fsck.text().lines().sorted().toList()));
    }

    @Test
    void everything_that_git_keeps_comes_back() {
        var git = OddRepository.make(directory.resolve("git"));
        for (var bare : List.of(true, false)) {
            var ours = export(git, bare);
            assertThat(facts(ours)).isEqualTo(facts(git));
            assertThat(ours.run("symbolic-ref", "HEAD")).isEqualTo("refs/heads/main");
            assertThat(ours.run("rev-parse", "--is-bare-repository")).isEqualTo(String.valueOf(bare));
            assertThat(ours.run("count-objects", "-v")).contains("count: 0", "packs: 1", "garbage: 0");
            assertThat(ours.run("show", "-s", "--format=%an %s%n%ad", "encoded"))
                    .isEqualTo(git.run("show", "-s", "--format=%an %s%n%ad", "encoded"));
        }
        assertThat(Shell.list(directory)).noneMatch(name -> name.startsWith(Leftovers.PREFIX));
    }

    @Test
    void a_work_tree_is_clean_for_git() {
        var git = OddRepository.make(directory.resolve("git"));
        for (var branch : List.of("main", "names", "old-modes", "no-files")) {
            git.run("symbolic-ref", "HEAD", "refs/heads/" + branch);
            var ours = export(git, false);
            // Plumbing first: it does not read files again to see whether they are what they were.
            assertThat(ours.run("diff-files")).as(branch).isEmpty();
            assertThat(ours.run("status", "--porcelain")).as(branch).isEmpty();
            assertThat(ours.run("-c", "core.quotepath=off", "ls-files", "-s")).isEqualTo(indexOf(git, branch));
            ours.run("-c", "user.name=A", "-c", "user.email=a@x", "commit", "-q", "--allow-empty", "-m", "more");
        }
    }

    private static String indexOf(GitFolder git, String branch) {
        git.run("read-tree", branch);
        return git.run("ls-files", "-s");
    }

    @Test
    void heads_of_all_kinds_come_back() throws IOException {
        var git = GitFolder.init(directory.resolve("git"));
        var empty = export(git, false);
        assertThat(empty.run("symbolic-ref", "HEAD")).isEqualTo("refs/heads/main");
        assertThat(empty.run("fsck", "--strict")).isEmpty();
        assertThat(export(FilledTemple.newProject(temple, "new"), true).run("symbolic-ref", "HEAD"))
                .isEqualTo("refs/heads/main");

        git.write("a", "1").commit("one");
        git.run("checkout", "-q", "--detach");
        var detached = git.write("a", "2").commit("two");
        var ours = export(git, false);
        assertThat(ours.run("rev-parse", "HEAD")).isEqualTo(detached);
        assertThat(ours.start(new byte[0], "symbolic-ref", "-q", "HEAD").exit()).isEqualTo(1);
        assertThat(ours.run("status", "--porcelain")).isEmpty();
        assertThat(facts(ours)).isEqualTo(facts(git));

        git.run("symbolic-ref", "HEAD", "refs/heads/unborn");
        var unborn = export(git, false);
        assertThat(unborn.run("symbolic-ref", "HEAD")).isEqualTo("refs/heads/unborn");
        assertThat(Shell.run(unborn.path(), "ls -A")).isEqualTo(".git\n");
    }

    @Test
    void a_shallow_repository_stays_shallow() {
        var git = GitFolder.init(directory.resolve("git"));
        for (int i = 0; i < 5; i++) {
            git.write("a", "" + i).commit("c" + i);
        }
        var shallow = directory.resolve("shallow");
        git.run("clone", "-q", "--depth", "2", git.path().toUri().toString(), shallow.toString());
        GitFolder.at(shallow).run("update-ref", "--no-deref", "-d", "refs/remotes/origin/HEAD");
        GitFolder.at(shallow).run("update-ref", "-d", "refs/remotes/origin/main");
        var ours = export(GitFolder.at(shallow), true);
        assertThat(facts(ours)).isEqualTo(facts(GitFolder.at(shallow)));
        assertThat(ours.run("rev-parse", "--is-shallow-repository")).isEqualTo("true");
        assertThat(ours.run("rev-list", "--count", "HEAD")).isEqualTo("2");
    }

    @Test
    void nothing_of_another_project_is_exported() {
        var secret = GitFolder.init(directory.resolve("secret"));
        secret.write("shared", "both").write("secret", "MARKER").commit("one");
        var open = GitFolder.init(directory.resolve("open"));
        open.write("shared", "both").write("public", "x").commit("two");
        FilledTemple.take(temple, "secret", secret.path());
        var ours = export(open, true);
        assertThat(facts(ours)).isEqualTo(facts(open));
        assertThat(ours.run("cat-file", "--batch-check", "--batch-all-objects").lines())
                .hasSize(4);
        assertThat(ours.start(new byte[0], "cat-file", "-e", secret.run("rev-parse", "HEAD:secret"))
                        .exit())
                .isNotZero();
    }

    @Test
    void what_is_there_stays() throws IOException {
        var git = GitFolder.init(directory.resolve("git"));
        git.write("a", "1").commit("one");
        var project = FilledTemple.take(temple, "p", git.path());
        var there = Files.createDirectory(directory.resolve("there"));
        Files.writeString(there.resolve("mine"), "x");
        assertThatThrownBy(() -> new GitExport(temple).run(project, there, true, Progress.NONE))
                .isInstanceOfSatisfying(
                        TempleException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.TARGET_NOT_EMPTY));
        assertThat(Shell.run(there, "ls -A")).isEqualTo("mine\n");
    }

    @Test
    void damage_in_the_temple_is_reported_and_nothing_is_left() {
        var git = GitFolder.init(directory.resolve("git"));
        git.write("a", "1".repeat(1000)).commit("one");
        var project = FilledTemple.take(temple, "p", git.path());
        temple.file()
                .write(tx -> tx.update(
                                "UPDATE frames SET data = CAST(substr(data, 1, length(data) - 3) || zeroblob(3) AS BLOB)")
                        .execute());
        var out = directory.resolve("out");
        assertThatThrownBy(() -> new GitExport(temple).run(project, out, true, Progress.NONE))
                .isInstanceOfSatisfying(
                        TempleException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.TEMPLE_CORRUPT));
        assertThat(out).doesNotExist();
        assertThat(Shell.list(directory)).noneMatch(name -> name.startsWith(Leftovers.PREFIX));
    }
}
