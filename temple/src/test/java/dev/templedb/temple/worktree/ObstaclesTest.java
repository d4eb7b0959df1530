package dev.templedb.temple.worktree;

import static dev.templedb.temple.worktree.WorkSandbox.ada;
import static dev.templedb.temple.worktree.WorkSandbox.paths;
import static dev.templedb.temple.worktree.WorkSandbox.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.ErrorCode;
import dev.templedb.testkit.GitFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Something lies where a directory of the project was: no command takes it away, and none is stopped by it later.
class ObstaclesTest {
    @TempDir
    Path scratch;

    private WorkSandbox demo;

    @BeforeEach
    void begin() throws Exception {
        var git = GitFolder.init(scratch.resolve("source"));
        git.write("d/x", "x\n").write("f", "f\n").commit("One");
        git.run("checkout", "-q", "-b", "other");
        git.write("d/x", "theirs\n").commit("Theirs");
        git.run("checkout", "-q", "main");
        git.write("d/x", "ours\n").commit("Ours");
        demo = new WorkSandbox(scratch, git);
    }

    @AfterEach
    void end() {
        demo.close();
    }

    private void linkInTheWay() throws Exception {
        Files.delete(demo.directory.resolve("d/x"));
        Files.delete(demo.directory.resolve("d"));
        Files.createSymbolicLink(demo.directory.resolve("d"), Path.of(".."));
    }

    @Test
    void a_restore_that_is_refused_leaves_no_plan_behind() throws Exception {
        linkInTheWay();

        assertThat(refuses(ErrorCode.WORK_IN_THE_WAY, () -> demo.work().restore(paths("d/x"))))
                .hasMessageContaining("work/d is in the way");

        demo.write("f", "mine\n");
        demo.work().add(paths("f"), false);
        demo.work().commit(CommitRequest.of("Mine", ada(1)));
        Files.delete(demo.directory.resolve("d"));
        assertThat(demo.status()).isEqualTo(" D d/x\n");
        assertThat(demo.directory.resolve("d")).doesNotExist();
    }

    @Test
    void neither_does_one_where_a_directory_with_files_lies_in_place_of_the_file() throws Exception {
        Files.delete(demo.directory.resolve("f"));
        demo.write("f/precious", "precious\n");

        refuses(ErrorCode.WORK_IN_THE_WAY, () -> demo.work().restore(paths("f")));

        demo.work().switchTo("main", Optional.of("next"));
        assertThat(demo.read("f/precious")).isEqualTo("precious\n");
    }

    @Test
    void a_merge_is_still_under_way_after_an_abort_that_was_refused() throws Exception {
        demo.work().merge("other", Optional.empty(), ada(1), true, false);
        linkInTheWay();

        refuses(ErrorCode.WORK_IN_THE_WAY, () -> demo.work().abort());

        assertThat(demo.work().status(Untracked.FILES).unfinished()).isPresent();
        Files.delete(demo.directory.resolve("d"));
        demo.work().abort();
        assertThat(demo.status()).isEmpty();
        assertThat(demo.read("d/x")).isEqualTo("ours\n");
    }

    @Test
    void what_a_killed_run_cannot_write_any_more_shows_as_deleted_and_stops_nothing() throws Exception {
        KilledSwitchTest.killedAtOnce(demo, "other");
        linkInTheWay();

        assertThat(demo.status()).isEqualTo(" D d/x\n?? d\n");

        demo.write("f", "mine\n");
        demo.work().add(paths("f"), false);
        demo.work().commit(CommitRequest.of("Mine", ada(1)));
    }
}
