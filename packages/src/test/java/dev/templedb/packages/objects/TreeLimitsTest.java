package dev.templedb.packages.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.TempleException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/// Trees that are small and unfold to something huge: directories that hold one directory many times, very deep ones,
/// and
/// names made to collide in hash tables.
class TreeLimitsTest {
    private static final GitId FILE = GitId.parse("1".repeat(40));
    private final ObjectGraph graph = new ObjectGraph();
    private final ObjectHasher hasher = new ObjectHasher();

    @Test
    void directories_that_unfold_to_billions_of_files_are_refused() throws Exception {
        int tree = tree(10, "100644 ", FILE);
        for (int level = 1; level < 10; level++) {
            tree = tree(10, "40000 ", graph.id(tree));
        }
        int bomb = tree;
        refused(() -> diff().compare(-1, bomb));
        refused(() -> diff().compare(bomb, -1));
    }

    @Test
    void empty_directories_count_as_well() throws Exception {
        int tree = tree(0, "", FILE);
        for (int level = 0; level < 40; level++) {
            tree = tree(2, "40000 ", graph.id(tree));
        }
        int bomb = tree;
        refused(() -> diff().compare(-1, bomb));
    }

    /// Each comparison is harmless; a history of them is not.
    @Test
    void a_history_that_comes_and_goes_is_refused() throws Exception {
        var leaf = graph.id(tree(300, "100644 ", FILE));
        int large = tree(300, "40000 ", leaf);
        var diff = diff();
        diff.compare(-1, large);
        refused(() -> {
            for (int i = 0; i < 10; i++) {
                diff().compare(large, -1);
            }
        });
    }

    @Test
    void directories_may_be_as_deep_as_git_allows_and_no_deeper() throws Exception {
        int tree = tree(1, "100644 ", FILE);
        for (int level = 1; level < TreeLimits.LEVELS; level++) {
            tree = tree(1, "40000 ", graph.id(tree));
        }
        var files = new int[1];
        new TreeDiff(graph, id -> new byte[0], (path, oldMode, old, newMode, now) -> files[0]++).compare(-1, tree);
        assertThat(files[0]).isEqualTo(1);
        int deeper = tree(1, "40000 ", graph.id(tree));
        refused(() -> diff().compare(-1, deeper));
    }

    @Test
    void names_with_equal_hash_codes_cost_no_more_than_others() {
        var paths = new PathTable();
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (int i = 0; i < 1 << 16; i++) {
                var name = new StringBuilder();
                for (int bit = 0; bit < 16; bit++) {
                    name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
                }
                paths.name(name.toString().getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    private TreeDiff diff() {
        return new TreeDiff(graph, id -> new byte[0], (path, oldMode, old, newMode, now) -> {});
    }

    private int tree(int count, String mode, GitId target) throws MalformedObject {
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            out.writeBytes((mode + "%04d\0".formatted(i)).getBytes(StandardCharsets.UTF_8));
            out.writeBytes(target.bytes());
        }
        var raw = out.toByteArray();
        hasher.begin(ObjectKind.TREE, raw.length);
        hasher.update(raw, 0, raw.length);
        return graph.addTree(hasher.endGitId(), raw, 0, raw.length);
    }

    private static void refused(ThrowingCallable walk) {
        assertThatThrownBy(walk)
                .isInstanceOfSatisfying(
                        TempleException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.TREE_TOO_LARGE));
    }
}
