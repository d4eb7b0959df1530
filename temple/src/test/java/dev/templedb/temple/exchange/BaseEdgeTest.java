package dev.templedb.temple.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.GitId;
import dev.templedb.packages.objects.MalformedObject;
import dev.templedb.temple.fixtures.IntakeSandbox;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.testkit.GitFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where two histories part.
class BaseEdgeTest {
    @TempDir
    private Path folder;

    private IntakeSandbox sandbox;
    private GitFolder git;
    private String tree;

    @BeforeEach
    void open() throws Exception {
        sandbox = new IntakeSandbox(Files.createDirectories(folder.resolve("temple")));
        git = GitFolder.init(folder.resolve("git"));
        tree = git.tree("100644 blob " + git.object("blob", "content\n") + "\tfile");
    }

    @AfterEach
    void close() throws Exception {
        sandbox.close();
    }

    private String commit(long second, String... parents) {
        return git.object(
                "commit",
                "tree " + tree + "\n"
                        + Arrays.stream(parents)
                                .map(parent -> "parent " + parent + "\n")
                                .collect(Collectors.joining())
                        + "author A <a@example.org> " + second + " +0000\n"
                        + "committer A <a@example.org> " + second + " +0000\n\n" + second + "\n");
    }

    private String line(int commits) {
        var tip = commit(1);
        for (int second = 2; second <= commits; second++) {
            tip = commit(second, tip);
        }
        return tip;
    }

    private Set<GitId> baseOf(String root, String base) {
        git.run("update-ref", "refs/heads/root", root);
        git.run("update-ref", "refs/heads/base", base);
        sandbox.take("p", git.path());
        return sandbox.temple().file().read(tx -> {
            try (var stored = new StoredObjects(tx)) {
                return BaseEdge.between(stored, roots(root), roots(base)).base();
            } catch (MalformedObject e) {
                throw new AssertionError(e);
            }
        });
    }

    private static ReachedObjects.Roots roots(String id) {
        return new ReachedObjects.Roots(List.of(GitId.parse(id)), Set.of(), Set.of());
    }

    @Test
    void of_a_long_history_only_the_newest_commit_is_looked_at_when_one_follows_it() {
        var base = line(50);

        assertThat(baseOf(commit(51, base), base)).containsExactly(GitId.parse(base));
    }

    @Test
    void a_branch_from_further_back_is_followed_to_where_it_began() {
        var fork = line(20);
        var base = fork;
        for (int second = 21; second <= 25; second++) {
            base = commit(second, base);
        }

        assertThat(baseOf(commit(30, fork), base)).contains(GitId.parse(fork)).hasSize(6);
    }

    @Test
    void a_commit_that_says_it_is_older_than_the_one_before_is_new_all_the_same() {
        var base = line(10);

        assertThat(baseOf(commit(3, base), base))
                .contains(GitId.parse(base))
                .doesNotContain(GitId.parse(commit(3, base)));
    }

    @Test
    void nothing_is_followed_when_both_are_the_same() {
        var base = line(10);

        assertThat(baseOf(base, base)).containsExactly(GitId.parse(base));
    }
}
