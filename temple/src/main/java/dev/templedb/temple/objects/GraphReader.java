package dev.templedb.temple.objects;

import dev.templedb.core.GitId;
import dev.templedb.core.Progress;
import dev.templedb.packages.frames.FrameLayout;
import dev.templedb.packages.frames.FrameReader;
import dev.templedb.packages.frames.MalformedFrame;
import dev.templedb.packages.objects.CommitText;
import dev.templedb.packages.objects.MalformedObject;
import dev.templedb.packages.objects.ObjectGraph;
import dev.templedb.packages.objects.ObjectHasher;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.objects.TagText;
import java.util.Arrays;
import java.util.Set;

/// Reads the objects that refer to others into a graph, in the order in which they lie: every frame that holds some is
/// decompressed once. A walk in the order of time would open the frames again and again, because objects lie by path.
///
/// Not thread-safe.
final class GraphReader {
    /// Everything that refers to other objects.
    static final Set<ObjectKind> REFERRING = Set.of(ObjectKind.COMMIT, ObjectKind.TREE, ObjectKind.TAG);

    private final SqliteObjectStore store;
    private final Set<ObjectKind> kinds;
    private final ObjectHasher hasher = new ObjectHasher();

    GraphReader(SqliteObjectStore store, Set<ObjectKind> kinds) {
        this.store = store;
        this.kinds = kinds;
    }

    /// Adds those among `members` to `graph`.
    ///
    /// @param shallow commits whose parents are not there
    /// @throws dev.templedb.core.TempleException with `TEMPLE_CORRUPT` when a frame or an object is damaged
    void read(ObjectGraph graph, ProjectObjects members, Set<GitId> shallow, Progress progress) {
        try (var reader = new FrameReader();
                var step = progress.begin("Reading history", members.frames().size())) {
            members.frames().forEach((frame, live) -> {
                read(graph, reader, frame, live, shallow);
                step.advance(1);
            });
        }
    }

    private void read(ObjectGraph graph, FrameReader reader, int number, LiveObjects live, Set<GitId> shallow) {
        var layout = store.layout(number);
        if (!holdsAny(layout, live)) {
            return;
        }
        try {
            var raw = reader.decompress(store.frame(number));
            for (int i = 0; i < layout.count(); i++) {
                if (live.contains(i) && kinds.contains(layout.kind(i))) {
                    add(graph, layout.kind(i), raw, layout.start(i), layout.length(i), shallow);
                }
            }
        } catch (MalformedFrame | MalformedObject damaged) {
            throw SqliteObjectStore.damaged(number, damaged);
        }
    }

    private boolean holdsAny(FrameLayout layout, LiveObjects live) {
        for (int i = 0; i < layout.count(); i++) {
            if (live.contains(i) && kinds.contains(layout.kind(i))) {
                return true;
            }
        }
        return false;
    }

    private void add(ObjectGraph graph, ObjectKind kind, byte[] raw, int start, int length, Set<GitId> shallow)
            throws MalformedObject {
        var id = hasher.gitId(kind, raw, start, length);
        switch (kind) {
            case COMMIT ->
                graph.addCommit(
                        id, CommitText.parse(Arrays.copyOfRange(raw, start, start + length)), shallow.contains(id));
            case TREE -> graph.addTree(id, raw, start, length);
            default -> graph.addTag(id, TagText.parse(raw, start, length));
        }
    }
}
