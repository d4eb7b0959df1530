package dev.templedb.temple.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.templedb.core.ErrorCode;
import dev.templedb.temple.fixtures.IntakeSandbox;
import dev.templedb.testkit.GitFolder;
import dev.templedb.testkit.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Repositories that lead to another one: a directory that somebody else made must not bring in what only the user can
/// read.
class ForeignRepositoriesTest {
    @TempDir
    Path directory;

    private IntakeSandbox sandbox;
    private GitFolder secret;
    private Path evil;

    @BeforeEach
    void open() {
        sandbox = new IntakeSandbox(directory);
        secret = GitFolder.init(directory.resolve("secret"));
        secret.write("key", "MARKER\n").commit("Mine alone");
        evil = directory.resolve("evil");
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private void refused(String what) {
        for (var source : new String[] {evil.toString(), evil.toUri().toString()}) {
            assertThat(sandbox.refuses(
                            ErrorCode.GIT_LEADS_OUTSIDE, () -> sandbox.take(sandbox.request("p", source, true))))
                    .hasMessageContaining(what);
        }
        sandbox.refuses(ErrorCode.GIT_LEADS_OUTSIDE, () -> sandbox.take(sandbox.request("p", evil.toString(), false)));
    }

    @Test
    void refuses_a_clone_that_borrows_objects_and_takes_it_when_it_is_whole() throws Exception {
        secret.run("clone", "-q", "--shared", ".", evil.toString());

        refused("objects/info/alternates");

        GitFolder.at(evil).run("repack", "-q", "-a", "-d");
        Files.delete(evil.resolve(".git/objects/info/alternates"));
        assertThat(sandbox.take("p", evil).commits()).isEqualTo(1);
    }

    @Test
    void takes_a_repository_whose_list_of_alternates_is_empty() throws Exception {
        Files.writeString(secret.path().resolve(".git/objects/info/alternates"), "# none\n\n");

        assertThat(sandbox.take("p", secret.path()).commits()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret/.git", "ABSOLUTE"})
    void refuses_a_git_file_that_leads_to_another_repository(String path) throws Exception {
        Files.createDirectory(evil);
        Files.writeString(
                evil.resolve(".git"),
                "gitdir: "
                        + path.replace("ABSOLUTE", secret.path().resolve(".git").toString()) + "\n");

        refused("secret");
    }

    @Test
    void refuses_the_entry_of_a_linked_work_tree_that_belongs_to_another_directory() throws Exception {
        secret.run("worktree", "add", "-q", directory.resolve("linked").toString());
        Files.createDirectory(evil);
        Files.copy(directory.resolve("linked/.git"), evil.resolve(".git"));

        refused("secret");
        assertThat(sandbox.take("p", directory.resolve("linked")).commits()).isEqualTo(1);
    }

    /// The helper of the attack claims that it belongs here, and leads on.
    @Test
    void refuses_a_common_directory_that_leads_to_another_repository() {
        Shell.run(directory, """
                mkdir evil helper && echo 'gitdir: ../helper' >evil/.git
                cp secret/.git/HEAD secret/.git/index helper
                echo ../secret/.git >helper/commondir && echo ../evil/.git >helper/gitdir
                """);

        refused("commondir");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"objects", "refs", "objects/pack", "packed-refs", "refs/heads/main", "HEAD", "config", "index"})
    void refuses_a_link_to_another_repository(String name) {
        secret.run("pack-refs");
        Shell.run(directory, "cp -r secret evil && touch secret/.git/refs/heads/main");
        Shell.run(
                evil,
                "rm -rf .git/%1$s && ln -s ../../secret/.git/%1$s .git/target && mv .git/target .git/%1$s"
                        .formatted(name));
        Shell.run(evil, "rm .git/%1$s && ln -s '%2$s/.git/%1$s' .git/%1$s".formatted(name, secret.path()));

        refused(name);
    }

    @Test
    void refuses_a_git_directory_that_is_a_link_to_another_repository() {
        Shell.run(directory, "mkdir evil && ln -s ../secret/.git evil/.git");

        refused("secret");
    }

    @Test
    void takes_a_head_that_is_a_link_as_git_made_them_once() {
        Shell.run(secret.path(), "cd .git && rm HEAD && ln -s refs/heads/main HEAD");

        sandbox.take("p", secret.path());

        assertThat(sandbox.project("p").files()).containsExactly("100644 key");
    }

    @Test
    void takes_a_git_directory_elsewhere_by_its_own_name() {
        Shell.run(
                directory,
                "git init -q --separate-git-dir=apart.git evil && rm -r apart.git && cp -r secret/.git apart.git");

        refused("apart.git");
        assertThat(sandbox.take("p", directory.resolve("apart.git")).commits()).isEqualTo(1);
    }

    @Test
    void takes_a_submodule_whose_git_directory_leads_back_to_it() {
        var outer = GitFolder.init(directory.resolve("outer"));
        outer.run("-c", "protocol.file.allow=always", "submodule", "add", "-q", "../secret", "inner");
        outer.commit("With a submodule");

        assertThat(sandbox.take("inner", outer.path().resolve("inner")).commits())
                .isEqualTo(1);
        sandbox.take("outer", outer.path());
        assertThat(sandbox.project("outer").files()).contains("160000 inner");
    }

    /// Only the commit that the tree names is taken from there.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo 'gitdir: ../../secret/.git' >inner/.git",
                "ln -s ../../secret/.git inner/.git",
                "mkfifo inner/.git",
                "mkdir inner/.git && cp -r ../secret/.git/* inner/.git && rm inner/.git/HEAD && mkfifo inner/.git/HEAD",
                "mkdir inner/.git && cp -r ../secret/.git/* inner/.git && rm inner/.git/config && mkfifo inner/.git/config",
                "mkdir inner/.git && cp -r ../secret/.git/* inner/.git && rm inner/.git/packed-refs; mkfifo inner/.git/packed-refs"
            })
    void never_reads_the_repository_of_a_submodule(String script) {
        var outer = GitFolder.init(evil);
        outer.write("a", "a\n").commit("First");
        outer.run("update-index", "--add", "--cacheinfo", "160000," + "1".repeat(40) + ",inner");
        outer.run("commit", "-q", "-m", "With a submodule");
        Shell.run(evil, "mkdir inner && " + script);

        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> sandbox.take("p", evil));

        assertThat(sandbox.project("p").files()).containsExactly("100644 a", "160000 inner");
        assertThat(sandbox.project("p").objects())
                .doesNotContain(secret.run("rev-parse", "HEAD"), secret.run("rev-parse", "HEAD:key"));
    }

    @ParameterizedTest
    @ValueSource(strings = {".gitignore", ".gitattributes", "d/.gitignore", ".gitmodules"})
    void does_not_wait_for_a_pipe_in_the_work_tree(String name) {
        GitFolder.init(evil).write("d/a", "a\n").commit("First");
        Shell.run(evil, "mkfifo " + name);

        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> sandbox.take("p", evil));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/zero", "../pipe", "pipe"})
    void does_not_read_what_is_no_file_because_a_config_includes_it(String path) {
        GitFolder.init(evil).write("a", "a\n").commit("First");
        Shell.run(evil, "mkfifo pipe .git/pipe");
        GitFolder.at(evil).run("config", "include.path", path);

        assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> sandbox.refuses(ErrorCode.GIT_REPOSITORY_BROKEN, () -> sandbox.take("p", evil)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"excludesFile", "attributesFile"})
    void does_not_read_a_device_as_a_list_of_names(String name) {
        GitFolder.init(evil).write("a", "a\n").commit("First");
        GitFolder.at(evil).run("config", "core." + name, "/dev/zero");

        assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> sandbox.refuses(ErrorCode.GIT_REPOSITORY_BROKEN, () -> sandbox.take("p", evil)));
    }

    @Test
    void does_not_wait_for_a_pipe_in_place_of_an_empty_file() {
        GitFolder.init(evil).write("a", "").commit("First");
        Shell.run(evil, "rm a && mkfifo a");

        assertTimeoutPreemptively(
                Duration.ofSeconds(30), () -> sandbox.take(sandbox.request("p", evil.toString(), true)));
    }

    @Test
    void does_not_look_at_a_work_tree_that_was_not_named() throws Exception {
        secret.write("uncommitted", "x\n");
        Shell.run(directory, "cp -r secret/.git evil");
        GitFolder.at(evil).run("config", "core.worktree", secret.path().toString());

        assertThat(sandbox.take("p", evil).uncommitted()).isEmpty();
        assertThat(sandbox.take("q", secret.path().resolve(".git")).uncommitted())
                .containsExactly("uncommitted");
    }

    @Test
    void takes_commits_with_their_own_parents_and_says_that_grafts_are_not_heeded() throws Exception {
        var first = secret.run("rev-parse", "HEAD");
        var second = secret.write("a", "a\n").commit("Second");
        Files.writeString(secret.path().resolve(".git/info/grafts"), second + "\n");
        assertThat(secret.run("rev-list", "--count", "HEAD")).isEqualTo("1");

        var report = sandbox.take("p", secret.path());

        assertThat(report.commits()).isEqualTo(2);
        assertThat(report.notices()).anyMatch(notice -> notice.contains("info/grafts"));
        assertThat(sandbox.project("p").objects()).contains(first, second);
    }

    @Test
    void takes_replacements_as_refs_and_the_commits_that_they_replace() {
        var first = secret.run("rev-parse", "HEAD");
        var other = secret.commitTree("refs/heads/other", secret.run("rev-parse", "HEAD^{tree}"));
        secret.run("replace", first, other);

        sandbox.take("p", secret.path());

        assertThat(sandbox.project("p").refs())
                .containsKeys("refs/heads/main", "refs/heads/other", "refs/replace/" + first);
        assertThat(sandbox.project("p").objects()).contains(first, other);
    }

    @Test
    void takes_no_commits_that_the_list_of_shallow_ones_names_and_no_ref_reaches() throws Exception {
        var first = secret.run("rev-parse", "HEAD");
        secret.write("a", "a\n").commit("Second");
        Files.writeString(secret.path().resolve(".git/shallow"), first + "\n" + "1".repeat(40) + "\n");

        var report = sandbox.take("p", secret.path());

        assertThat(report.commits()).isEqualTo(2);
        sandbox.project("p").requireSameAs(secret);
    }
}
