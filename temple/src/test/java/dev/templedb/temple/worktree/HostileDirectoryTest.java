package dev.templedb.temple.worktree;

import static dev.templedb.temple.worktree.WorkSandbox.ada;
import static dev.templedb.temple.worktree.WorkSandbox.paths;
import static dev.templedb.temple.worktree.WorkSandbox.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.temple.projects.Projects;
import dev.templedb.testkit.GitFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostileDirectoryTest {
    @TempDir
    Path scratch;

    private WorkSandbox demo;
    private Path outside;

    @BeforeEach
    void begin() throws Exception {
        var source = GitFolder.init(scratch.resolve("source"));
        source.write("d/a.txt", "one\n").write("b.txt", "b\n").commit("Begin");
        source.run("checkout", "-q", "-b", "two");
        source.write("d/a.txt", "two\n").write("d/new.txt", "new\n").commit("Two");
        source.run("checkout", "-q", "main");
        demo = new WorkSandbox(scratch, source);
        outside = Files.createDirectory(demo.directory.resolveSibling("outside"));
        Files.writeString(outside.resolve("a.txt"), "outside\n");
    }

    @AfterEach
    void end() {
        demo.close();
    }

    /// A link where the project has a directory.
    private void leadOutside() throws Exception {
        Files.delete(demo.directory.resolve("d/a.txt"));
        Files.delete(demo.directory.resolve("d"));
        Files.createSymbolicLink(demo.directory.resolve("d"), outside);
    }

    @Test
    void nothing_is_read_or_written_through_a_link() throws Exception {
        leadOutside();

        assertThat(demo.status()).isEqualTo(" D d/a.txt\n?? d\n");
        Files.writeString(outside.resolve("new.txt"), "secret\n");
        refuses(ErrorCode.FILE_NOT_FOUND, () -> demo.work().add(paths("d/new.txt"), true));
        Files.delete(outside.resolve("new.txt"));
        demo.work().add(paths("d/a.txt"), true);
        assertThat(demo.status()).isEqualTo("D  d/a.txt\n?? d\n");
        demo.work().unstage(List.of());
        refuses(ErrorCode.WORK_IN_THE_WAY, () -> demo.work().switchTo("two", Optional.empty()));
        refuses(ErrorCode.WORK_IN_THE_WAY, () -> demo.work().merge("two", Optional.empty(), ada(1), true, false));
        try {
            demo.work().restore(paths("d"));
        } catch (TempleException refused) {
            assertThat(refused.code()).isEqualTo(ErrorCode.WORK_IN_THE_WAY);
        }

        assertThat(WorkSandbox.files(outside)).containsExactly(java.util.Map.entry("a.txt", "- outside\n"));
    }

    @Test
    void a_directory_whose_project_was_removed_is_refused_until_it_is_back() throws Exception {
        demo.write("b.txt", "not committed\n");
        var projects = new Projects(demo.sandbox.temple());
        projects.remove("demo");

        refuses(ErrorCode.CHECKOUT_UNKNOWN, demo::work);

        projects.removed().undo();
        assertThat(demo.status()).isEqualTo(" M b.txt\n");
    }

    @Test
    void a_marker_of_another_directory_does_no_harm() throws Exception {
        var other = demo.directory.resolveSibling("other");
        demo.checkouts().make(demo.project(), "two", other, Progress.NONE);
        Files.write(demo.directory.resolve(".templedb"), Files.readAllBytes(other.resolve(".templedb")));

        refuses(ErrorCode.CHECKOUT_MOVED, demo::work);
        Files.writeString(demo.directory.resolve(".templedb"), "{\"format\":\"templedb-checkout-v1\"}");
        refuses(ErrorCode.MARKER_INVALID, demo::work);

        assertThat(demo.read("d/a.txt")).isEqualTo("one\n");
        assertThat(Files.readString(other.resolve("d/a.txt"))).isEqualTo("two\n");
    }

    @Test
    void commits_at_one_time_come_one_after_the_other_and_none_is_lost() throws Exception {
        int count = 6;
        var work = new ArrayList<Callable<MadeCommit>>();
        for (int i = 0; i < count; i++) {
            var name = "file-" + i;
            demo.write(name, name);
            work.add(() -> {
                demo.work().add(paths(name), false);
                return demo.work()
                        .commit(new CommitRequest(Optional.of(name), ada(1), paths(name), false, false, false, false));
            });
        }

        try (var pool = Executors.newFixedThreadPool(count)) {
            for (var made : pool.invokeAll(work)) {
                assertThat(made.get().files()).isEqualTo(1);
            }
        }

        assertThat(demo.status()).isEmpty();
        assertThat(demo.exported().run("rev-list", "--count", "main")).isEqualTo("" + (1 + count));
    }

    @Test
    void of_two_directories_on_one_branch_the_later_commit_is_refused_and_keeps_its_work() throws Exception {
        var other = demo.directory.resolveSibling("other");
        demo.checkouts().make(demo.project(), "main", other, Progress.NONE);
        Files.writeString(other.resolve("b.txt"), "theirs\n");
        var there = new WorkTree(demo.sandbox.temple(), demo.checkouts().find(other));
        demo.write("d/a.txt", "ours\n").commitAll("Ours");

        refuses(
                ErrorCode.BRANCH_MOVED,
                () -> there.commit(
                        new CommitRequest(Optional.of("Theirs"), ada(2), List.of(), true, false, false, false)));

        there.switchTo("main", Optional.empty());
        assertThat(Files.readString(other.resolve("b.txt"))).isEqualTo("theirs\n");
        assertThat(Files.readString(other.resolve("d/a.txt"))).isEqualTo("ours\n");
    }
}
