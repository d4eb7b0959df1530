package dev.templedb.temple.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.ErrorCode;
import dev.templedb.temple.fixtures.IntakeSandbox;
import dev.templedb.temple.git.RefChoice;
import dev.templedb.testkit.GitFolder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a server has beside branches, tags and notes.
class ServerRefsTest {
    @TempDir
    Path directory;

    private IntakeSandbox sandbox;
    private GitFolder git;

    @BeforeEach
    void open() {
        sandbox = new IntakeSandbox(directory);
        git = GitFolder.init(directory.resolve("git"));
        git.write("a", "a\n").commit("First");
        git.run("tag", "-a", "-m", "v", "v1");
        git.run("notes", "add", "-m", "note");
        for (var ref : List.of("refs/pull/1/head", "refs/pull/1/merge", "refs/pull/2/head", "refs/own/x")) {
            git.run("update-ref", ref, git.run("commit-tree", "HEAD^{tree}", "-p", "HEAD", "-m", ref));
        }
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private ImportReport take(RefChoice refs) {
        var usual = sandbox.request("p", git.path().toUri().toString(), true);
        return sandbox.take(new ImportRequest(
                usual.source(),
                usual.base(),
                usual.slug(),
                usual.name(),
                true,
                List.of(),
                usual.author(),
                usual.scratch(),
                refs,
                false,
                List.of()));
    }

    @Test
    void lists_what_it_does_not_take_by_folder() {
        var report = take(RefChoice.USUAL);

        assertThat(report.leftOut().stream().map(LeftOut::what))
                .containsExactly("refs/own/* (1 ref)", "refs/pull/* (3 refs)");
        assertThat(report.leftOut()).allMatch(left -> left.reason().contains("--all-refs"));
        assertThat(report.isLossy()).isFalse();
        sandbox.project("p").requireSameAs(git, "refs/own", "refs/pull");
    }

    @Test
    void takes_the_refs_that_globs_name_and_remembers_them() {
        var report = take(new RefChoice(false, List.of("refs/pull/*/head")));

        assertThat(report.leftOut().stream().map(LeftOut::what))
                .containsExactly("refs/own/* (1 ref)", "refs/pull/* (1 ref)");
        sandbox.project("p").requireSameAs(git, "refs/own", "refs/pull/1/merge");
        git.run("update-ref", "refs/pull/3/head", git.run("commit-tree", "HEAD^{tree}", "-m", "third"));
        assertThat(sandbox.sync("p").newCommits()).isEqualTo(1);
        sandbox.project("p").requireSameAs(git, "refs/own", "refs/pull/1/merge");
    }

    @Test
    void takes_every_ref_when_asked_as_from_a_repository_on_disk() {
        git.run("update-ref", "refs/remotes/origin/main", "HEAD");

        var report = take(new RefChoice(true, List.of()));

        assertThat(report.leftOut().stream().map(LeftOut::what)).containsExactly("refs/remotes/origin/main");
        sandbox.project("p").requireSameAs(git, "refs/remotes");
        assertThat(sandbox.sync("p").outcome()).isEqualTo(ImportReport.Outcome.UNCHANGED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pull/*", "refs/*/*", "refs/a:refs/b", "refs/a b", "+refs/x", ""})
    void refuses_globs_that_name_no_refs(String glob) {
        sandbox.refuses(ErrorCode.GLOB_INVALID, () -> take(new RefChoice(false, List.of(glob))));
    }
}
