package dev.templedb.benchmarks.hot;

import dev.templedb.core.GitId;
import dev.templedb.packages.objects.ObjectGraph;
import dev.templedb.packages.objects.TreeDiff;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// Finding what the newest commits changed. Ours begins with an empty graph and has the trees in memory; JGit reads
/// them through its
/// cache.
@State(Scope.Thread)
public class ComparingTrees extends HotLoop {
    private static final int COMMITS = 100;

    private final Repository repository = Sample.repository();
    private final List<RevCommit> commits = Sample.unchecked(() -> Sample.commits(repository, COMMITS));
    private final Map<GitId, byte[]> trees = new HashMap<>();
    private int found;

    public ComparingTrees() {
        // Compared once to find out which trees are needed.
        try (var reader = repository.newObjectReader()) {
            compare(id -> trees.computeIfAbsent(
                    id,
                    _ -> Sample.unchecked(
                            () -> reader.open(ObjectId.fromString(id.hex())).getBytes())));
        }
    }

    @Benchmark
    public int ours() {
        compare(id -> Objects.requireNonNull(trees.get(id)));
        return found;
    }

    private void compare(TreeDiff.TreeLoader loader) {
        var graph = new ObjectGraph();
        var diff = new TreeDiff(graph, loader, (path, oldMode, oldTarget, newMode, newTarget) -> found++);
        for (var commit : commits) {
            int before = graph.number(GitId.parse(commit.getParent(0).getTree().name()));
            int after = graph.number(GitId.parse(commit.getTree().name()));
            Sample.unchecked(() -> {
                diff.compare(before, after);
                return found;
            });
        }
    }

    @Benchmark
    public int peerJgit() throws IOException {
        int differences = 0;
        try (var walk = new TreeWalk(repository)) {
            walk.setFilter(TreeFilter.ANY_DIFF);
            for (var commit : commits) {
                walk.reset(commit.getParent(0).getTree(), commit.getTree());
                walk.setRecursive(true);
                while (walk.next()) {
                    differences++;
                }
            }
        }
        return differences;
    }

    @TearDown
    public void close() {
        repository.close();
    }
}
