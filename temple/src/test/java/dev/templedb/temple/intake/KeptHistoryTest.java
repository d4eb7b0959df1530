package dev.templedb.temple.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.temple.care.Maintenance;
import dev.templedb.temple.fixtures.IntakeSandbox;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.projects.RemovedProject;
import dev.templedb.testkit.GitFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a sync takes away from a project comes back.
class KeptHistoryTest {
    private static final String SOURCE = """
            SELECT source || source_options FROM projects WHERE project_id = ?1
            UNION ALL
            SELECT * FROM (SELECT name || hex(target) FROM source_refs WHERE project_id = ?1 ORDER BY 1)
            """;

    @TempDir
    Path directory;

    private IntakeSandbox sandbox;
    private GitFolder git;
    private Map<String, List<String>> before = Map.of();
    private List<String> source = List.of();

    @BeforeEach
    void takeAProject() {
        sandbox = new IntakeSandbox(directory);
        git = GitFolder.init(directory.resolve("git"));
        git.write("a", "a\n").commit("First");
        git.run("switch", "-q", "-c", "topic");
        git.write("t", "t\n").commit("Topic");
        git.run("tag", "-a", "-m", "one", "v1");
        git.run("switch", "-q", "main");
        git.write("b", "b\n").commit("Second");
        sandbox.take("p", git.path());
        before = sandbox.project("p").facts();
        source = sandbox.project("p").rows(SOURCE);
    }

    @AfterEach
    void close() {
        assertThat(sandbox.temple().file().integrityCheck()).isEmpty();
        sandbox.close();
    }

    private Projects projects() {
        return new Projects(sandbox.temple());
    }

    /// Undoes the sync, undoes that, and again, with the temple repacked before each.
    private void requireUndone() {
        long id = sandbox.project("p").project().id();
        var after = sandbox.project("p").facts();
        assertThat(after).isNotEqualTo(before);
        for (var expected : List.of(before, after, before)) {
            new Maintenance(sandbox.temple()).run(Progress.NONE);
            assertThat(projects().removed().list())
                    .extracting(RemovedProject::action)
                    .containsExactly(RemovedProject.Action.SYNC);
            projects().removed().undo();
            assertThat(sandbox.project("p").facts()).isEqualTo(expected);
            sandbox.project("p").requireExactMembership();
        }
        assertThat(sandbox.project("p").project().id()).isEqualTo(id);
        assertThat(sandbox.project("p").rows(SOURCE)).isEqualTo(source);
    }

    private String lastAudit() {
        return sandbox.temple()
                .file()
                .read(tx -> tx.query("SELECT action || ' ' || details FROM audit_log ORDER BY rowid DESC LIMIT 1")
                        .first(row -> row.text(1)))
                .orElseThrow();
    }

    @Test
    void after_history_was_rewritten() {
        git.run("reset", "-q", "--hard", "main~1");
        git.write("c", "c\n").commit("Instead");

        var report = sandbox.sync("p");

        assertThat(report.removedCommits()).isEqualTo(1);
        assertThat(report.undoable()).isTrue();
        assertThat(report.goneRefs()).containsExactly("refs/heads/main");
        assertThat(lastAudit()).contains("project sync", "\"removed_commits\":1", "refs/heads/main");
        requireUndone();
    }

    @Test
    void after_a_branch_and_a_tag_were_deleted() {
        git.run("branch", "-q", "-D", "topic");
        git.run("tag", "-d", "v1");

        var report = sandbox.sync("p");

        assertThat(report.goneRefs()).containsExactly("refs/heads/topic", "refs/tags/v1");
        assertThat(report.removedCommits()).isEqualTo(1);
        assertThat(lastAudit()).contains("refs/heads/topic", "refs/tags/v1");
        requireUndone();
    }

    @Test
    void after_a_tag_was_moved_and_another_deleted_whose_commits_stay() {
        git.run("tag", "-f", "-a", "-m", "two", "v1");

        assertThat(sandbox.sync("p").goneRefs()).containsExactly("refs/tags/v1");
        requireUndone();
    }

    @Test
    void after_the_project_was_changed_here_too() {
        git.run("branch", "-q", "-D", "topic");
        git.run("tag", "-d", "v1");
        sandbox.sync("p");
        projects().edit("p", draft -> draft.description("Later"));

        projects().removed().undo();

        assertThat(sandbox.project("p").facts()).isEqualTo(before);
        assertThat(projects().require("p").fields().description()).isEqualTo("Later");
    }

    @Test
    void a_directory_that_has_nothing_to_do_with_it_is_refused_and_can_be_meant() {
        var other = GitFolder.init(directory.resolve("other"));
        other.write("x", "x\n").commit("Other");
        var request = sandbox.request("", other.path());
        var sync = new ProjectImport(sandbox.temple());

        sandbox.refuses(ErrorCode.SOURCE_UNRELATED, () -> sync.sync("p", request, Progress.NONE));
        assertThat(sandbox.project("p").facts()).isEqualTo(before);

        assertThat(sync.sync("p", request, true, Progress.NONE).removedCommits())
                .isEqualTo(3);
        requireUndone();
        assertThat(sandbox.sync("p").outcome()).isEqualTo(ImportReport.Outcome.UNCHANGED);
    }

    @Test
    void a_repository_that_was_made_anew_is_refused_and_can_be_meant() throws Exception {
        Files.move(git.path(), directory.resolve("moved"));
        git = GitFolder.init(git.path());
        sandbox.refuses(ErrorCode.SOURCE_UNRELATED, () -> sandbox.sync("p"));
        git.write("new", "new\n").commit("New");
        sandbox.refuses(ErrorCode.SOURCE_UNRELATED, () -> sandbox.sync("p"));

        sandbox.syncUnrelated("p");

        requireUndone();
    }

    @Test
    void a_sync_that_takes_nothing_away_keeps_nothing() {
        git.write("c", "c\n").commit("Third");
        git.run("tag", "v2");

        assertThat(sandbox.sync("p").undoable()).isFalse();
        assertThat(projects().removed().list()).isEmpty();
        assertThat(lastAudit()).doesNotContain("removed");
    }

    @Test
    void not_while_the_project_itself_is_removed() {
        git.run("branch", "-q", "-D", "topic");
        git.run("tag", "-d", "v1");
        sandbox.sync("p");
        projects().remove("p");
        long sync = projects().removed().list().getLast().undoId();

        sandbox.refuses(ErrorCode.NOTHING_TO_UNDO, () -> projects().removed().undo(sync));
        projects().removed().undo();
        projects().removed().undo();

        assertThat(sandbox.project("p").facts()).isEqualTo(before);
    }

    @Test
    void what_was_kept_goes_after_thirty_days() {
        git.run("branch", "-q", "-D", "topic");
        git.run("tag", "-d", "v1");
        sandbox.sync("p");
        sandbox.temple()
                .file()
                .write(tx -> tx.update(
                                "UPDATE projects SET removed_at = '2000-01-01T00:00:00.000Z' WHERE removed_at IS NOT NULL")
                        .execute());

        assertThat(projects().removed().purgeExpired()).isEqualTo(1);

        assertThat(projects().removed().list()).isEmpty();
        assertThat(lastAudit()).contains("project sync");
        sandbox.project("p").requireSameAs(git);
    }
}
