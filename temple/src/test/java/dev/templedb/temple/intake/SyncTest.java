package dev.templedb.temple.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.temple.fixtures.FilledTemple;
import dev.templedb.temple.fixtures.IntakeSandbox;
import dev.templedb.temple.fixtures.OddRepository;
import dev.templedb.temple.fixtures.TakenProject;
import dev.templedb.temple.objects.SqliteObjectStore;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.testkit.GitFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Syncs of projects that came from git: only what is new comes in, and the project is then what a fresh import makes.
class SyncTest {
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

    /// Insists that the project says the same as one that is imported now.
    private void requireLikeFresh() {
        var project = sandbox.project("p");
        project.requireSameAs(git);
        try (var fresh = new IntakeSandbox(directory.resolve("fresh" + System.nanoTime()))) {
            fresh.take("p", git.path());
            assertThat(project.facts()).isEqualTo(fresh.project("p").facts());
        }
    }

    /// Their number once entered the time by its square: 60,000 refs took minutes.
    @Test
    void takes_tens_of_thousands_of_refs_in_seconds() throws Exception {
        var tip = git.write("many", "refs\n").commit("Many refs");
        var packed = new StringBuilder("# pack-refs with: peeled fully-peeled sorted \n");
        for (int i = 0; i < 60_000; i++) {
            packed.append("%s refs/heads/r%06d\n".formatted(tip, i));
        }
        java.nio.file.Files.writeString(git.path().resolve(".git/packed-refs"), packed);

        org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
                java.time.Duration.ofSeconds(60), () -> sandbox.take("many", git.path()));
        assertThat(sandbox.project("many").refs()).hasSize(60_001);
    }

    @Test
    void writes_nothing_when_nothing_is_new() throws Exception {
        git = OddRepository.make(directory.resolve("odd"));
        sandbox.take("p", git.path());
        sandbox.temple().file().checkpoint();
        var rows = sandbox.everything();
        var bytes = Files.readAllBytes(sandbox.templeFile());

        var report = sandbox.sync("p");
        var again = sandbox.take(sandbox.request("", git.path()));

        assertThat(report.outcome()).isEqualTo(ImportReport.Outcome.UNCHANGED);
        assertThat(report.contentRoot()).contains(sandbox.project("p").state().root());
        assertThat(again.outcome()).isEqualTo(ImportReport.Outcome.UNCHANGED);
        assertThat(again.slug()).isEqualTo("p");
        assertThat(sandbox.everything()).isEqualTo(rows);
        var log = sandbox.templeFile().resolveSibling("temple.sqlite-wal");
        assertThat(Files.exists(log) ? Files.size(log) : 0L).isZero();
        assertThat(Files.readAllBytes(sandbox.templeFile())).isEqualTo(bytes);
    }

    @Test
    void takes_in_only_what_is_new() {
        for (int i = 0; i < 20; i++) {
            git.write("src/f" + i, "content " + i + "\n").commit("Commit " + i);
        }
        var first = sandbox.take("p", git.path());
        git.write("src/f3", "new\n").commit("One more");

        var report = sandbox.sync("p");

        assertThat(report.outcome()).isEqualTo(ImportReport.Outcome.UPDATED);
        assertThat(report.newCommits()).isEqualTo(1);
        assertThat(report.newObjects()).as("a commit, two trees and a blob").isEqualTo(4);
        assertThat(report.commits()).isEqualTo(21);
        assertThat(report.contentRoot()).isNotEqualTo(first.contentRoot());
        assertThat(sandbox.project("p").state().parents())
                .containsExactly(first.contentRoot().orElseThrow());
        requireLikeFresh();
    }

    @Test
    void takes_in_a_merge_of_old_and_new_branches_and_moved_tags() {
        git.write("a", "a\n").commit("First");
        git.run("switch", "-q", "-c", "old");
        git.write("b", "b\n").commit("Old branch");
        git.run("tag", "-a", "-m", "one", "v1");
        git.run("switch", "-q", "main");
        git.write("c", "c\n").commit("Main");
        sandbox.take("p", git.path());

        git.run("merge", "-q", "--no-ff", "-m", "Merge", "old");
        git.run("tag", "-f", "-a", "-m", "two", "v1");
        git.run("switch", "-q", "-c", "new", "old~1");
        git.write("d", "d\n").commit("New branch");
        git.run("checkout", "-q", "--orphan", "root2");
        git.commit("Another root");
        sandbox.sync("p");

        requireLikeFresh();
    }

    @Test
    void drops_what_a_force_push_and_a_deleted_branch_no_longer_reach() {
        git.write("a", "a\n").commit("First");
        git.run("switch", "-q", "-c", "private");
        var secret = git.write("secret", "MARKER-7f3a\n").commit("Secret");
        git.run("tag", "-a", "-m", "x", "secret-tag");
        git.run("switch", "-q", "main");
        git.write("b", "b\n").commit("Second");
        sandbox.take("p", git.path());
        assertThat(sandbox.project("p").objects()).contains(secret);

        git.run("branch", "-q", "-D", "private");
        git.run("tag", "-d", "secret-tag");
        git.run("reset", "-q", "--hard", "main~1");
        git.write("c", "c\n").commit("Instead");
        var report = sandbox.sync("p");

        assertThat(report.removedCommits()).isEqualTo(2);
        assertThat(sandbox.project("p").objects()).doesNotContain(secret);
        requireLikeFresh();
        requireNoMarker();
    }

    /// Reads everything that the project reaches, as a package would carry it.
    private void requireNoMarker() {
        long project = sandbox.project("p").project().id();
        sandbox.temple().file().read(tx -> {
            var store = new SqliteObjectStore(tx);
            var members = store.membership(project);
            try (var stored = new StoredObjects(tx)) {
                tx.query("SELECT id, frame_no, ordinal FROM objects WHERE length(id) = 20")
                        .forEach(row -> {
                            var live = members.frames().get(row.intValue(2));
                            if (live != null && live.contains(row.intValue(3))) {
                                var bytes =
                                        stored.read(GitId.ofBytes(row.bytes(1))).bytes();
                                assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                                        .doesNotContain("MARKER-7f3a");
                            }
                        });
            }
            return true;
        });
    }

    @Test
    void drops_tags_of_trees_and_files_that_are_gone() {
        git.write("a", "a\n").commit("First");
        git.run("update-ref", "refs/tags/blob", git.object("blob", "only here"));
        git.run("update-ref", "refs/tags/tree", git.tree("100644 blob " + git.object("blob", "MARKER-7f3a") + "\tx"));
        sandbox.take("p", git.path());
        assertThat(sandbox.project("p").objects()).hasSize(6);

        git.run("tag", "-d", "blob", "tree");
        sandbox.sync("p");

        assertThat(sandbox.project("p").objects()).hasSize(3);
        requireLikeFresh();
        requireNoMarker();
    }

    @Test
    void drops_a_detached_head_that_has_moved_on() {
        git.write("a", "a\n").commit("First");
        git.run("switch", "-q", "--detach");
        var left = git.write("b", "b\n").commit("Detached");
        sandbox.take("p", git.path());

        git.run("switch", "-q", "main");
        sandbox.sync("p");

        assertThat(sandbox.project("p").objects()).doesNotContain(left);
        requireLikeFresh();
    }

    @Test
    void drops_an_annotated_tag_whose_commit_stays() {
        git.write("a", "a\n").commit("First");
        git.run("tag", "-a", "-m", "MARKER-7f3a", "v1");
        sandbox.take("p", git.path());

        git.run("tag", "-d", "v1");
        sandbox.sync("p");

        assertThat(sandbox.project("p").objects()).hasSize(3);
        requireLikeFresh();
    }

    @Test
    void follows_head_to_another_branch_and_mode_changes() {
        git.write("run", "x\n").write("a", "a\n").commit("First");
        git.run("switch", "-q", "-c", "topic");
        git.write("only-here", "x\n").commit("Topic");
        sandbox.take("p", git.path());

        git.run("switch", "-q", "main");
        sandbox.sync("p");
        assertThat(sandbox.project("p").files()).containsExactly("100644 a", "100644 run");
        assertThat(git.path().resolve("run").toFile().setExecutable(true)).isTrue();
        git.commit("Executable");
        sandbox.sync("p");

        assertThat(sandbox.project("p").files()).containsExactly("100644 a", "100755 run");
        requireLikeFresh();
    }

    @Test
    void removes_everything_when_all_branches_are_gone() {
        git.write("a", "a\n").commit("First");
        sandbox.take("p", git.path());

        git.run("update-ref", "-d", "refs/heads/main");
        sandbox.refuses(ErrorCode.SOURCE_UNRELATED, () -> sandbox.sync("p"));
        var report = sandbox.syncUnrelated("p");

        assertThat(report.removedCommits()).isEqualTo(1);
        assertThat(sandbox.project("p").objects()).isEmpty();
        assertThat(sandbox.project("p").files()).isEmpty();
        requireLikeFresh();
    }

    @Test
    void uses_again_what_it_dropped_when_it_comes_back() {
        git.write("a", "a\n").commit("First");
        var second = git.write("b", "b\n").commit("Second");
        sandbox.take("p", git.path());
        git.run("reset", "-q", "--hard", "main~1");
        sandbox.sync("p");

        git.run("reset", "-q", "--hard", second);
        var report = sandbox.sync("p");

        assertThat(report.newObjects()).isZero();
        assertThat(report.newCommits()).isEqualTo(1);
        requireLikeFresh();
    }

    @Test
    void takes_what_another_project_has_brought_meanwhile() {
        git.write("a", "a\n").commit("First");
        sandbox.take("p", git.path());
        git.write(
                        "large",
                        IntStream.range(0, 1_200_000)
                                .mapToObj(i -> i + "\n")
                                .collect(java.util.stream.Collectors.joining()))
                .commit("Second");
        sandbox.take("q", git.path());

        var report = sandbox.sync("p");

        assertThat(report.newObjects()).isZero();
        assertThat(report.newCommits()).isEqualTo(1);
        requireLikeFresh();
    }

    @Test
    void does_not_change_the_other_projects() {
        git.write("a", "a\n").commit("First");
        sandbox.take("p", git.path());
        sandbox.take("q", git.path());
        var before = sandbox.project("q").facts();

        git.run("commit", "-q", "--amend", "-m", "Rewritten");
        sandbox.syncUnrelated("p");

        assertThat(sandbox.project("q").facts()).isEqualTo(before);
        sandbox.project("q").requireExactMembership();
        requireLikeFresh();
    }

    @Test
    void takes_the_older_history_when_a_shallow_repository_is_deepened() {
        for (int i = 0; i < 6; i++) {
            git.write("f" + i % 2, "x" + i + "\n").commit("Commit " + i);
        }
        var origin = git;
        git = GitFolder.at(directory.resolve("shallow"));
        origin.run(
                "clone",
                "-q",
                "--bare",
                "--depth",
                "2",
                origin.path().toUri().toString(),
                git.path().toString());
        sandbox.take("p", git.path());

        git.run("fetch", "-q", "--depth", "4");
        sandbox.sync("p");
        assertThat(sandbox.project("p").facts().get("shallow")).hasSize(1);
        requireLikeFresh();
        git.run("fetch", "-q", "--unshallow");
        var report = sandbox.sync("p");

        assertThat(report.commits()).isEqualTo(6);
        assertThat(sandbox.project("p").facts().get("shallow")).isEmpty();
        requireLikeFresh();
    }

    @Test
    void keeps_history_that_it_has_when_the_source_becomes_shallow() {
        for (int i = 0; i < 4; i++) {
            git.write("f", "x" + i + "\n").commit("Commit " + i);
        }
        sandbox.take("p", git.path());
        git.write("f", "newest\n").commit("Newest");
        var shallow = directory.resolve("shallow");
        git.run("clone", "-q", "--bare", "--depth", "2", git.path().toUri().toString(), shallow.toString());

        new ProjectImport(sandbox.temple()).sync("p", sandbox.request("", shallow), dev.templedb.core.Progress.NONE);

        assertThat(sandbox.project("p").facts().get("commits")).hasSize(5);
        requireLikeFresh();
    }

    @Test
    void says_when_a_project_came_from_nowhere() {
        FilledTemple.newProject(sandbox.temple(), "made");

        sandbox.refuses(ErrorCode.PROJECT_HAS_NO_SOURCE, () -> sandbox.sync("made"));
        sandbox.refuses(ErrorCode.PROJECT_NOT_FOUND, () -> sandbox.sync("no-such-project"));
    }

    @Test
    void says_when_the_source_has_gone() throws Exception {
        git.write("a", "a\n").commit("First");
        sandbox.take("p", git.path());
        Files.move(git.path(), directory.resolve("moved"));

        sandbox.refuses(ErrorCode.SOURCE_NOT_FOUND, () -> sandbox.sync("p"));
    }

    @Test
    void fills_a_project_that_was_made_by_hand() {
        git.write("a", "a\n").commit("First");
        FilledTemple.newProject(sandbox.temple(), "p");

        new ProjectImport(sandbox.temple()).sync("p", sandbox.request("", git.path()), dev.templedb.core.Progress.NONE);

        requireLikeFresh();
        git.write("b", "b\n").commit("Second");
        sandbox.sync("p");
        requireLikeFresh();
    }

    @Test
    void gives_the_same_content_root_for_the_same_history_wherever_it_is_imported() {
        git = OddRepository.make(directory.resolve("odd"));
        sandbox.take("p", git.path());
        git.run("gc", "-q");
        try (var other = new IntakeSandbox(directory.resolve("other"))) {
            other.take("q", git.path());
            TakenProject one = sandbox.project("p");
            assertThat(one.state().objects())
                    .isEqualTo(other.project("q").state().objects());
            assertThat(one.state().refs()).isEqualTo(other.project("q").state().refs());
        }
    }
}
