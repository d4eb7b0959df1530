package dev.templedb.temple.objects;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.frames.FrameLimits;
import dev.templedb.packages.frames.FramePacker;
import dev.templedb.packages.frames.FrameParts;
import dev.templedb.packages.frames.LiveObjects;
import dev.templedb.packages.frames.MalformedFrame;
import dev.templedb.packages.objects.ObjectGraph;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.sqlite.Transaction;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// The frames that may leave with a project. A frame of which the project reaches every object is handed out as it
/// lies; of the others the
/// objects that it reaches are packed into new frames, so that nothing else goes with them.
public final class ProjectFrames {
    private final SqliteObjectStore store;
    private final ProjectObjects members;

    /// The frames of what `members` names.
    public ProjectFrames(Transaction tx, ProjectObjects members) {
        this.store = new SqliteObjectStore(tx);
        this.members = members;
    }

    /// How many raw bytes [#forEach] hands out.
    public long rawBytes() {
        long bytes = 0;
        for (var frame : members.frames().entrySet()) {
            var layout = store.layout(frame.getKey());
            for (int i = 0; i < layout.count(); i++) {
                bytes += frame.getValue().contains(i) ? layout.length(i) : 0;
            }
        }
        return bytes;
    }

    /// Puts every tree into `graph`, for a walk that then reads none: each frame is decompressed once.
    ///
    /// @throws dev.templedb.core.TempleException with `TEMPLE_CORRUPT` when one is damaged
    public void readTrees(ObjectGraph graph, Progress progress) {
        new GraphReader(store, Set.of(ObjectKind.TREE)).read(graph, members, Set.of(), progress);
    }

    /// Hands out every frame once: the whole ones first, then those that are packed anew.
    public void forEach(Consumer<Frame> sink) {
        for (var frame : members.frames().entrySet()) {
            if (frame.getValue().isAll()) {
                sink.accept(store.frame(frame.getKey()));
            }
        }
        if (members.frames().values().stream().allMatch(LiveObjects::isAll)) {
            return;
        }
        try (var parts = new FrameParts();
                var packer = new FramePacker(
                        FrameLimits.LEVEL, 1, ErrorCode.TEMPLE_CORRUPT, opened -> sink.accept(opened.frame()))) {
            for (var frame : members.frames().entrySet()) {
                if (!frame.getValue().isAll()) {
                    repack(frame, parts, packer);
                }
            }
            packer.finish();
        }
    }

    private void repack(Map.Entry<Integer, LiveObjects> entry, FrameParts parts, FramePacker packer) {
        try {
            parts.repack(store.frame(entry.getKey()), entry.getValue(), packer);
        } catch (MalformedFrame damaged) {
            throw SqliteObjectStore.damaged(entry.getKey(), damaged);
        }
    }
}
