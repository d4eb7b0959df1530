package dev.templedb.packages.objects;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.GitId;
import dev.templedb.core.Progress;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a walk says of history that is not what it should be.
class DamagedHistoryTest {
    private final MadeObjects source = new MadeObjects();

    @Test
    void a_damaged_tree_is_named() {
        var tree = source.put(ObjectKind.TREE, "100644 cut off");

        walking(tree).isInstanceOf(MalformedObject.class).hasMessageContaining("object " + tree + " is damaged");
    }

    @Test
    void a_damaged_commit_is_named() {
        var commit = source.put(ObjectKind.COMMIT, "tree of nothing");

        walking(commit).isInstanceOf(MalformedObject.class).hasMessageContaining("object " + commit + " is damaged");
    }

    @Test
    void a_damaged_tag_is_named() {
        var tag = source.put(ObjectKind.TAG, "object of nothing");

        walking(tag).isInstanceOf(MalformedObject.class).hasMessageContaining("object " + tag + " is damaged");
    }

    @Test
    void a_tree_that_would_leave_its_directory_is_named() {
        var tree = source.put(ObjectKind.TREE, "100644 ..\0" + "x".repeat(GitId.BYTES));

        walking(tree).isInstanceOf(UnsafeTree.class).hasMessageContaining("tree " + tree + " cannot be taken");
    }

    @Test
    void parts_of_large_files_are_no_roots() {
        var piece = source.put(ObjectKind.PIECE, "content");

        walking(piece).isInstanceOf(MalformedObject.class).hasMessageContaining(piece + " is no git object");
    }

    private org.assertj.core.api.AbstractThrowableAssert<?, ?> walking(GitId root) {
        return assertThatThrownBy(() ->
                new ClosureWalk(new ObjectGraph(), source, id -> false, Set.of()).walk(List.of(root), Progress.NONE));
    }

    private static final class MadeObjects implements ObjectSource {
        private final Map<GitId, RawObject> objects = new HashMap<>();

        GitId put(ObjectKind kind, String bytes) {
            var id = GitId.parse("%040x".formatted(objects.size() + 1));
            objects.put(id, new RawObject(kind, bytes.getBytes(StandardCharsets.ISO_8859_1)));
            return id;
        }

        @Override
        public RawObject read(GitId id) {
            return Objects.requireNonNull(objects.get(id));
        }

        @Override
        public long blobBytes(GitId id) {
            return read(id).bytes().length;
        }

        @Override
        public InputStream openBlob(GitId id) {
            return new ByteArrayInputStream(read(id).bytes());
        }
    }
}
