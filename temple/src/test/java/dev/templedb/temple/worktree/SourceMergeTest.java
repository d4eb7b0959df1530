package dev.templedb.temple.worktree;

import static dev.templedb.temple.worktree.WorkSandbox.ada;
import static dev.templedb.temple.worktree.WorkSandbox.paths;
import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.ErrorCode;
import dev.templedb.testkit.GitFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceMergeTest {
    @TempDir
    Path scratch;

    private WorkSandbox demo;
    private GitFolder source;

    @BeforeEach
    void begin() throws Exception {
        source = GitFolder.init(scratch.resolve("source"));
        source.write("a.txt", "1\n2\n3\n4\n5\n").write("b.txt", "b\n").commit("Begin");
        demo = new WorkSandbox(scratch, source);
    }

    @AfterEach
    void end() {
        demo.close();
    }

    private List<SourceMerge.Result> sync() {
        var report = demo.sandbox.sync("demo");
        return new SourceMerge(demo.sandbox.temple(), demo.project()).run(report.diverged(), ada(50));
    }

    private void requireEverything(String ours, String theirs) {
        var git = demo.exported();
        git.run("merge-base", "--is-ancestor", ours, "main");
        git.run("merge-base", "--is-ancestor", theirs, "main");
    }

    @Test
    void what_both_sides_did_is_merged_in_the_directory() throws Exception {
        var ours = demo.write("a.txt", "1\n2\n3\n4\nfive\n").commitAll("Ours").commit();
        var theirs = source.write("a.txt", "one\n2\n3\n4\n5\n").commit("Theirs");
        demo.write("b.txt", "not committed\n");

        var merged = sync().getFirst();

        assertThat(merged.directory()).contains(demo.directory);
        assertThat(merged.outcome().orElseThrow()).isInstanceOf(MergeOutcome.Made.class);
        assertThat(demo.read("a.txt")).isEqualTo("one\n2\n3\n4\nfive\n");
        assertThat(demo.status()).isEqualTo(" M b.txt\n");
        requireEverything(ours.hex(), theirs);
        assertThat(sync()).isEmpty();
        assertThat(demo.exported().run("for-each-ref", "--format=%(refname)")).isEqualTo("refs/heads/main");
    }

    @Test
    void conflicts_are_left_in_the_directory_and_nothing_is_lost() throws Exception {
        var ours = demo.write("a.txt", "ours\n").commitAll("Ours").commit();
        var theirs = source.write("a.txt", "theirs\n").commit("Theirs");

        var merged = sync().getFirst();

        assertThat(merged.isOpen()).isTrue();
        assertThat(demo.status()).isEqualTo("UU a.txt\n");
        assertThat(demo.exported().run("rev-parse", "main", "refs/remotes/source/main"))
                .isEqualTo(ours + "\n" + theirs);
        assertThat(sync().getFirst().refusal().orElseThrow().code()).isEqualTo(ErrorCode.MERGE_UNFINISHED);
        demo.write("a.txt", "both\n");
        demo.work().add(paths("a.txt"), false);
        demo.work().commit(CommitRequest.of("Both", ada(60)));
        requireEverything(ours.hex(), theirs);
        assertThat(sync()).isEmpty();
    }

    @Test
    void work_in_the_way_is_left_alone() throws Exception {
        var ours = demo.write("b.txt", "ours\n").commitAll("Ours").commit();
        source.write("a.txt", "theirs\n").commit("Theirs");
        demo.write("a.txt", "not committed\n");

        assertThat(sync().getFirst().refusal().orElseThrow().code()).isEqualTo(ErrorCode.WORK_IN_THE_WAY);

        assertThat(demo.read("a.txt")).isEqualTo("not committed\n");
        assertThat(demo.exported().run("rev-parse", "main")).isEqualTo(ours.hex());
    }

    @Test
    void a_branch_that_is_checked_out_nowhere_is_merged_when_nothing_conflicts() throws Exception {
        var ours = demo.write("b.txt", "ours\n").commitAll("Ours").commit();
        demo.work().switchTo("HEAD", Optional.of("elsewhere"));
        var theirs = source.write("a.txt", "theirs\n").commit("Theirs");

        var merged = sync().getFirst();

        assertThat(merged.directory()).isEmpty();
        requireEverything(ours.hex(), theirs);
        assertThat(demo.exported().run("log", "-1", "--format=%s", "main"))
                .isEqualTo("Merge 'remotes/source/main' into main");
        assertThat(demo.exported().run("show", "main:a.txt", "main:b.txt")).isEqualTo("theirs\nours");
        assertThat(demo.status()).isEmpty();

        var again = source.write("b.txt", "theirs\n").commit("Theirs again");
        var open = sync().getFirst();

        assertThat(open.isOpen()).isTrue();
        assertThat(((MergeOutcome.Conflicted) open.outcome().orElseThrow()).conflicts())
                .hasSize(1);
        assertThat(demo.exported().run("rev-parse", "refs/remotes/source/main")).isEqualTo(again);
        assertThat(demo.exported().run("show", "main:b.txt")).isEqualTo("ours");
    }
}
