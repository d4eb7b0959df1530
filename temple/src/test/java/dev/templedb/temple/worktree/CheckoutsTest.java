package dev.templedb.temple.worktree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.temple.fixtures.IntakeSandbox;
import dev.templedb.temple.projects.Project;
import dev.templedb.temple.projects.Projects;
import dev.templedb.testkit.GitFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckoutsTest {
    @TempDir
    Path scratch;

    private IntakeSandbox sandbox;
    private Checkouts checkouts;
    private Project project;
    private Path directory;

    @BeforeEach
    void checkOut() throws Exception {
        scratch = scratch.toRealPath();
        var git = GitFolder.init(scratch.resolve("source"));
        git.write("a.txt", "one\n").write("src/b.txt", "two\n").commit("Begin");
        git.run("tag", "v1");
        sandbox = new IntakeSandbox(scratch);
        sandbox.take("demo", git.path());
        project = new Projects(sandbox.temple()).require("demo");
        checkouts = new Checkouts(sandbox.temple());
        directory = scratch.resolve("work");
        checkouts.make(project, "HEAD", directory, Progress.NONE);
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void a_directory_is_found_from_below_and_knows_its_branch() {
        var found = checkouts.find(directory.resolve("src"));

        assertThat(found.directory()).isEqualTo(directory);
        assertThat(found.branch()).contains("refs/heads/main");
        assertThat(found.slug()).isEqualTo("demo");
        assertThat(found.where()).isEqualTo("main");
        assertThat(checkouts.only(project)).isEqualTo(found);
        assertThat(new WorkTree(sandbox.temple(), found).status(Untracked.FILES).isClean())
                .isTrue();
    }

    @Test
    void a_tag_is_checked_out_on_no_branch() {
        checkouts.make(project, "v1", scratch.resolve("old"), Progress.NONE);

        var found = checkouts.find(scratch.resolve("old"));

        assertThat(found.branch()).isEmpty();
        assertThat(found.expand("HEAD~2")).isEqualTo(found.base().orElseThrow().hex() + "~2");
        assertThat(found.expand("HEADER")).isEqualTo("HEADER");
        refuses(ErrorCode.CHECKOUT_NOT_FOUND, () -> checkouts.only(project));
    }

    @Test
    void a_moved_directory_is_refused_until_it_is_adopted() throws Exception {
        var moved = Files.move(directory, scratch.resolve("moved"));

        refuses(ErrorCode.CHECKOUT_MOVED, () -> checkouts.find(moved));
        assertThat(checkouts.list(project)).isEmpty();

        var adopted = checkouts.adopt(project, "HEAD", moved);

        assertThat(checkouts.find(moved)).isEqualTo(adopted);
        assertThat(checkouts.list(project)).containsExactly(adopted);
    }

    @Test
    void a_copied_directory_becomes_a_checkout_of_its_own_when_it_is_adopted() throws Exception {
        var copy = Files.createDirectory(scratch.resolve("copy"));
        Files.copy(directory.resolve(".templedb"), copy.resolve(".templedb"));

        refuses(ErrorCode.CHECKOUT_MOVED, () -> checkouts.find(copy));
        var adopted = checkouts.adopt(project, "HEAD", copy);

        assertThat(adopted.id()).isNotEqualTo(checkouts.find(directory).id());
        assertThat(new WorkTree(sandbox.temple(), adopted)
                        .status(Untracked.FILES)
                        .unstaged())
                .hasSize(2);
    }

    @Test
    void a_git_work_tree_is_adopted_and_git_does_not_see_the_marker() {
        var git = GitFolder.at(scratch.resolve("source"));

        var adopted = checkouts.adopt(project, "HEAD", git.path());

        assertThat(new WorkTree(sandbox.temple(), adopted)
                        .status(Untracked.FILES)
                        .isClean())
                .isTrue();
        assertThat(git.run("status", "--porcelain")).isEmpty();
        assertThat(sandbox.sync("demo").uncommitted()).isEmpty();
    }

    @Test
    void a_marker_that_is_none_or_of_another_temple_is_refused() throws Exception {
        refuses(ErrorCode.CHECKOUT_NOT_FOUND, () -> checkouts.find(scratch));

        var marker = Files.writeString(directory.resolve(".templedb"), "../../../etc");
        refuses(ErrorCode.MARKER_INVALID, () -> checkouts.find(directory));
        Files.write(marker, new byte[1 << 20]);
        refuses(ErrorCode.MARKER_INVALID, () -> checkouts.find(directory));
        new Marker(java.util.UUID.randomUUID(), "evil\u001b[2J", "/elsewhere/temple").write(directory);
        var refused = refuses(ErrorCode.CHECKOUT_UNKNOWN, () -> checkouts.find(directory));
        assertThat(refused.getMessage()).contains("/elsewhere/temple").doesNotContain("\u001b");
        Files.delete(marker);
        Files.createSymbolicLink(marker, Path.of("a.txt"));
        refuses(ErrorCode.CHECKOUT_NOT_FOUND, () -> checkouts.find(directory));
    }

    @Test
    void a_project_without_history_and_one_with_a_file_of_the_marker_s_name() throws Exception {
        var empty = new Projects(sandbox.temple())
                .create(new dev.templedb.core.Slug("empty"), dev.templedb.temple.projects.ProjectFields.named("Empty"));
        checkouts.make(empty, "HEAD", scratch.resolve("empty"), Progress.NONE);
        assertThat(checkouts.find(scratch.resolve("empty")).branch()).contains("refs/heads/main");

        var git = GitFolder.init(scratch.resolve("odd"));
        git.write(".templedb", "mine").commit("Begin");
        sandbox.take("odd", git.path());
        var made = checkouts.make(
                new Projects(sandbox.temple()).require("odd"), "HEAD", scratch.resolve("odd-files"), Progress.NONE);
        assertThat(made.marked()).isFalse();
        assertThat(Files.readString(scratch.resolve("odd-files/.templedb"))).isEqualTo("mine");
    }

    @Test
    void the_marker_is_not_taken_in_with_a_directory() {
        sandbox.take("again", directory);

        java.util.List<String> paths = sandbox.temple()
                .file()
                .read(tx -> tx.query("SELECT path FROM project_files WHERE project = 'again'")
                        .list(row -> row.text(1)));
        assertThat(paths).containsExactlyInAnyOrder("a.txt", "src/b.txt");
    }

    private static TempleException refuses(ErrorCode code, Runnable work) {
        var refused = catchThrowableOfType(TempleException.class, work::run);
        assertThat(refused).isNotNull();
        assertThat(refused.code()).as(refused.getMessage()).isEqualTo(code);
        return refused;
    }
}
