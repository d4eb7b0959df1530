package dev.templedb.temple.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.temple.Temple;
import dev.templedb.temple.fixtures.FilledTemple;
import dev.templedb.testkit.GitFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefResolverTest {
    @TempDir
    Path directory;

    private GitFolder git;
    private Temple temple;
    private long project;

    @BeforeEach
    void openTemple() {
        git = GitFolder.init(directory.resolve("git"));
        temple = FilledTemple.open(directory.resolve("t.templedb"));
    }

    @AfterEach
    void closeTemple() {
        temple.close();
    }

    private void take() {
        project = FilledTemple.take(temple, "p", git.path());
    }

    private ResolvedRef resolve(String ref) {
        return new HistoryReader(temple).resolve(project, ref);
    }

    private void agreesWithGit(String... names) {
        for (var name : names) {
            assertThat(resolve(name).requireCommit().hex())
                    .as(name)
                    .isEqualTo(git.run("rev-parse", name + "^{commit}"));
        }
    }

    private void fails(ErrorCode code, String name, String... saying) {
        assertThatThrownBy(() -> resolve(name))
                .as(name)
                .isInstanceOfSatisfying(
                        TempleException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code))
                .satisfies(failure -> assertThat(List.of(saying)).allMatch(failure.getMessage()::contains));
    }

    @Test
    void names_are_understood_as_git_does() {
        git.commit("one");
        git.run("tag", "light");
        git.commit("two");
        git.run("tag", "-a", "v1.0", "-m", "Version 1");
        git.run("tag", "-a", "nested", "-m", "Tag of a tag", "v1.0");
        git.run("branch", "feature/x", "HEAD~1");
        git.run("switch", "-q", "feature/x");
        git.commit("side");
        git.run("switch", "-q", "main");
        git.run("merge", "-q", "--no-ff", "-m", "merge", "feature/x");
        git.commit("last");
        take();
        agreesWithGit(
                "HEAD",
                "@",
                "main",
                "heads/main",
                "refs/heads/main",
                "feature/x",
                "light",
                "v1.0",
                "tags/v1.0",
                "nested",
                "HEAD~",
                "HEAD~1",
                "HEAD~1^2",
                "HEAD~2",
                "HEAD^^",
                "HEAD^1^2~1",
                "main~0",
                "main^0",
                "v1.0^{}",
                "nested^{}~1",
                "v1.0^{commit}",
                git.run("rev-parse", "HEAD"),
                git.run("rev-parse", "HEAD").toUpperCase(java.util.Locale.ROOT),
                git.run("rev-parse", "HEAD").substring(0, 9),
                git.run("rev-parse", "HEAD").substring(0, 10) + "~1");
        assertThat(resolve("HEAD^{tree}").tree())
                .hasValueSatisfying(tree -> assertThat(tree.hex()).isEqualTo(git.run("rev-parse", "HEAD^{tree}")));
        assertThat(resolve("HEAD^{tree}").commit()).isEmpty();
        assertThat(resolve("v1.0").ref()).contains("refs/tags/v1.0");
        assertThat(resolve("v1.0").target().hex()).isEqualTo(git.run("rev-parse", "v1.0"));
        assertThat(resolve("HEAD").ref()).contains("refs/heads/main");
        assertThat(resolve("HEAD~1").ref()).isEmpty();
    }

    @Test
    void what_is_not_there_is_not_found() {
        git.commit("one");
        take();
        for (var name : new String[] {
            "no",
            "HEAD~1",
            "HEAD^2",
            "HEAD^{blob}",
            "HEAD^{tree}~1",
            "HEAD~x",
            "HEAD@{1}",
            "",
            "~1",
            "abc",
            "0000",
            "refs/heads/no",
            "f".repeat(40),
            "HEAD~999999999"
        }) {
            fails(ErrorCode.REF_NOT_FOUND, name);
        }
        fails(ErrorCode.REF_NOT_FOUND, "a\u001b[2J", "a\\u{1b}[2J");
    }

    @Test
    void a_name_of_two_things_is_ambiguous_unless_they_are_the_same() {
        git.commit("one");
        git.run("tag", "same", "HEAD");
        git.run("branch", "same", "HEAD");
        git.run("tag", "-a", "twin", "-m", "x");
        git.commit("two");
        git.run("branch", "twin");
        take();
        agreesWithGit("same", "heads/twin", "tags/twin");
        fails(ErrorCode.REF_AMBIGUOUS, "twin", "refs/tags/twin", "refs/heads/twin");
    }

    @Test
    void few_digits_of_an_id_can_be_ambiguous_and_a_ref_goes_before_them() {
        var tree = git.tree();
        var byPrefix = new java.util.HashMap<String, String>();
        var twins = Optional.<String>empty();
        for (int i = 0; twins.isEmpty(); i++) {
            var commit = git.commitTree("refs/heads/c" + i, tree);
            twins = Optional.ofNullable(byPrefix.put(commit.substring(0, 4), commit))
                    .map(other -> commit);
        }
        var commit = twins.get();
        git.run("branch", commit.substring(0, 6), byPrefix.values().iterator().next());
        take();
        fails(ErrorCode.REF_AMBIGUOUS, commit.substring(0, 4), commit);
        agreesWithGit(commit.substring(0, 12));
        assertThat(resolve(commit.substring(0, 6)).ref()).contains("refs/heads/" + commit.substring(0, 6));
    }

    @Test
    void a_tag_may_lead_to_a_tree_or_a_file() {
        git.write("a", "text").commit("one");
        git.run("tag", "-a", "tree", "-m", "x", "HEAD^{tree}");
        git.run("tag", "-a", "file", "-m", "x", "HEAD:a");
        take();
        assertThat(resolve("tree").requireTree().hex()).isEqualTo(git.run("rev-parse", "HEAD^{tree}"));
        assertThatThrownBy(() -> resolve("tree").requireCommit()).hasMessage("tree does not lead to a commit.");
        assertThatThrownBy(() -> resolve("file").requireTree()).hasMessage("file does not lead to a tree.");
        assertThat(resolve(git.run("rev-parse", "file")).tree()).isEmpty();
    }

    @Test
    void a_head_without_commits_is_told_from_a_project_without_any() {
        take();
        fails(ErrorCode.PROJECT_EMPTY, "HEAD");
        fails(ErrorCode.REF_NOT_FOUND, "main");
        git.commit("one");
        git.run("symbolic-ref", "HEAD", "refs/heads/unborn");
        project = FilledTemple.take(temple, "q", git.path());
        fails(ErrorCode.REF_NOT_FOUND, "HEAD", "refs/heads/unborn");
        agreesWithGit("main");
        project = FilledTemple.newProject(temple, "r");
        fails(ErrorCode.PROJECT_EMPTY, "HEAD");
    }

    @Test
    void a_detached_head_is_its_commit() {
        git.commit("one");
        git.run("checkout", "-q", "--detach");
        git.commit("two");
        take();
        agreesWithGit("HEAD", "HEAD~1", "main");
        assertThat(resolve("HEAD").ref()).isEmpty();
    }

    @Test
    void objects_of_another_project_are_not_found() {
        git.write("secret", "x").commit("one");
        take();
        var other = GitFolder.init(directory.resolve("other"));
        other.write("public", "y").commit("one");
        project = FilledTemple.take(temple, "q", other.path());
        fails(ErrorCode.REF_NOT_FOUND, git.run("rev-parse", "HEAD"));
        fails(ErrorCode.REF_NOT_FOUND, git.run("rev-parse", "HEAD^{tree}"));
        fails(ErrorCode.REF_NOT_FOUND, git.run("rev-parse", "HEAD:secret"));
        assertThat(resolve(other.run("rev-parse", "HEAD^{tree}")).commit()).isEmpty();
    }
}
