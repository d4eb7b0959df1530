package dev.templedb.temple.objects;

import dev.templedb.core.GitId;
import dev.templedb.core.Progress;
import dev.templedb.packages.frames.FrameParts;
import dev.templedb.packages.frames.LiveObjects;
import dev.templedb.packages.frames.MalformedFrame;
import dev.templedb.packages.objects.MalformedObject;
import dev.templedb.packages.objects.ObjectGraph;
import dev.templedb.packages.objects.ObjectKind;
import java.util.Set;

/// Reads the objects that refer to others into a graph, in the order in which they lie: every frame that holds some is
/// decompressed once. A walk in the order of time would open the frames again and again, because objects lie by path.
///
/// Not thread-safe.
final class GraphReader {
    private final SqliteObjectStore store;
    private final Set<ObjectKind> kinds;

    GraphReader(SqliteObjectStore store, Set<ObjectKind> kinds) {
        this.store = store;
        this.kinds = kinds;
    }

    /// Adds those among `members` to `graph`.
    ///
    /// @param shallow commits whose parents are not there
    /// @throws dev.templedb.core.TempleException with `TEMPLE_CORRUPT` when a frame or an object is damaged
    void read(ObjectGraph graph, ProjectObjects members, Set<GitId> shallow, Progress progress) {
        try (var parts = new FrameParts();
                var step = progress.begin("Reading history", members.frames().size())) {
            members.frames().forEach((frame, live) -> {
                read(graph, parts, frame, live, shallow);
                step.advance(1);
            });
        }
    }

    private void read(ObjectGraph graph, FrameParts parts, int number, LiveObjects live, Set<GitId> shallow) {
        if (!FrameParts.holdsAny(store.layout(number), live, kinds)) {
            return;
        }
        try {
            parts.addTo(graph, store.frame(number), live, kinds, shallow);
        } catch (MalformedFrame | MalformedObject damaged) {
            throw SqliteObjectStore.damaged(number, damaged);
        }
    }
}
