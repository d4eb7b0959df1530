package dev.templedb.packages.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.GitId;
import dev.templedb.core.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What git says and what we say of the same repository.
class AgainstGitTest {
    @TempDir
    Path directory;

    @Test
    void ids_are_those_of_git_hash_object() {
        var git = new GitRepository(directory);
        var random = new Random(3);
        for (int length : new int[] {0, 1, 63, 64, 1000, 100_000}) {
            var content = new byte[length];
            random.nextBytes(content);
            var expected = new String(git.run(content, "hash-object", "--stdin"), StandardCharsets.US_ASCII).strip();
            assertThat(new ObjectHasher().gitId(ObjectKind.BLOB, content)).hasToString(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void the_closure_is_that_of_git_rev_list(long seed) throws Exception {
        var git = new GitRepository(directory);
        git.grow(seed, 8);
        var graph = new ObjectGraph();
        var roots = git.git("for-each-ref", "--format=%(objectname)")
                .lines()
                .map(GitId::parse)
                .toList();
        var closure = new ClosureWalk(graph, git, id -> false, Set.of()).walk(roots, Progress.NONE);
        var ours = new TreeSet<String>();
        for (var kind : List.of(closure.tags(), closure.commits(), closure.trees(), closure.blobs())) {
            Arrays.stream(kind)
                    .forEach(number ->
                            assertThat(ours.add(graph.id(number).hex())).isTrue());
        }
        var theirs = new TreeSet<String>();
        git.git("rev-list", "--objects", "--all").lines().forEach(line -> theirs.add(line.substring(0, 40)));
        assertThat(ours).isEqualTo(theirs);
        assertThat(closure.count()).isEqualTo(theirs.size());
        assertThat(graph.firstMissing()).isEmpty();
        var commits = git.git("rev-list", "--all").lines().toList();
        assertThat(closure.commits()).hasSize(commits.size());
        for (int commit : closure.commits()) {
            var parents =
                    git.git("log", "-1", "--format=%P", graph.id(commit).hex()).strip();
            assertThat(Arrays.stream(graph.parentsOf(commit))
                            .mapToObj(parent -> graph.id(parent).hex())
                            .toList())
                    .isEqualTo(parents.isEmpty() ? List.of() : List.of(parents.split(" ")));
            assertThat(graph.id(graph.treeOf(commit)).hex())
                    .isEqualTo(
                            git.git("log", "-1", "--format=%T", graph.id(commit).hex())
                                    .strip());
        }
        againstDiffTree(git, commits);
    }

    private static void againstDiffTree(GitRepository git, List<String> commits) throws MalformedObject {
        for (int i = 0; i + 1 < commits.size(); i++) {
            var expected = new TreeSet<>(git.git("diff-tree", "-r", "--no-renames", commits.get(i + 1), commits.get(i))
                    .lines()
                    .toList());
            assertThat(diff(git, commits.get(i + 1), commits.get(i))).isEqualTo(expected);
        }
        var all = new TreeSet<>(git.git("diff-tree", "-r", "--root", "--no-commit-id", commits.getLast())
                .lines()
                .toList());
        assertThat(diff(git, null, commits.getLast())).isEqualTo(all);
    }

    private static TreeSet<String> diff(GitRepository git, @org.jspecify.annotations.Nullable String from, String to)
            throws MalformedObject {
        var graph = new ObjectGraph();
        var found = new TreeSet<String>();
        var diff = new TreeDiff(graph, id -> git.read(id).bytes(), (path, oldMode, oldTarget, newMode, newTarget) -> {
            var before = oldTarget < 0 ? "0".repeat(40) : graph.id(oldTarget).hex();
            var after = newTarget < 0 ? "0".repeat(40) : graph.id(newTarget).hex();
            var letter =
                    oldTarget < 0 ? "A" : newTarget < 0 ? "D" : (oldMode & 0170000) != (newMode & 0170000) ? "T" : "M";
            found.add(":%06o %06o %s %s %s\t%s"
                    .formatted(
                            oldMode,
                            newMode,
                            before,
                            after,
                            letter,
                            new String(graph.paths().bytes(path), StandardCharsets.UTF_8)));
        });
        diff.compare(from == null ? -1 : tree(git, graph, from), tree(git, graph, to));
        return found;
    }

    private static int tree(GitRepository git, ObjectGraph graph, String commit) {
        return graph.number(GitId.parse(git.git("rev-parse", commit + "^{tree}").strip()));
    }

    @Test
    void what_is_known_is_not_walked_and_shallow_commits_end_the_walk() throws Exception {
        var git = new GitRepository(directory);
        git.grow(5, 6);
        var tip = GitId.parse(git.git("rev-parse", "main").strip());
        var before = new ArrayList<>(git.git("rev-list", "main~1").lines().toList());
        var closure = new ClosureWalk(new ObjectGraph(), git, id -> before.contains(id.hex()), Set.of())
                .walk(List.of(tip), Progress.NONE);
        var fresh = git.git("rev-list", "main", "^main~1").lines().count();
        assertThat(closure.commits()).hasSize((int) fresh);
        var shallow =
                new ClosureWalk(new ObjectGraph(), git, id -> false, Set.of(tip)).walk(List.of(tip), Progress.NONE);
        assertThat(shallow.commits()).hasSize(1);
        var blob = GitId.parse(git.git("hash-object", "-w", "/dev/null").strip());
        var tree = GitId.parse(git.git("rev-parse", "main^{tree}").strip());
        var odd =
                new ClosureWalk(new ObjectGraph(), git, id -> false, Set.of()).walk(List.of(blob, tree), Progress.NONE);
        assertThat(odd.blobs()).isNotEmpty();
        assertThat(odd.trees()).isNotEmpty();
    }

    @Test
    void an_object_of_another_kind_stops_the_walk_by_name() throws IOException {
        var git = new GitRepository(directory);
        var blob = git.git("hash-object", "-w", "--stdin").strip();
        var commit = new String(
                        git.run(
                                ("tree " + blob + "\nauthor A <a> 0 +0000\ncommitter A <a> 0 +0000\n\nx")
                                        .getBytes(StandardCharsets.UTF_8),
                                "hash-object",
                                "-w",
                                "--literally",
                                "-t",
                                "commit",
                                "--stdin"),
                        StandardCharsets.US_ASCII)
                .strip();
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> new ClosureWalk(new ObjectGraph(), git, id -> false, Set.of())
                                .walk(List.of(GitId.parse(commit)), Progress.NONE))
                .isInstanceOf(MalformedObject.class)
                .hasMessageContaining(blob);
    }
}
