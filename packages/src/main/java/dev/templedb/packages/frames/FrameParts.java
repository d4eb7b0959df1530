package dev.templedb.packages.frames;

import dev.templedb.core.GitId;
import dev.templedb.packages.objects.CommitText;
import dev.templedb.packages.objects.MalformedObject;
import dev.templedb.packages.objects.ObjectGraph;
import dev.templedb.packages.objects.ObjectHasher;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.objects.TagText;
import java.util.Arrays;
import java.util.Set;

/// Takes out of frames what belongs to a project: objects to be packed into new frames, and what refers to what.
///
/// Not thread-safe.
public final class FrameParts implements AutoCloseable {
    /// Everything that refers to other objects.
    public static final Set<ObjectKind> REFERRING = Set.of(ObjectKind.COMMIT, ObjectKind.TREE, ObjectKind.TAG);

    private final FrameReader reader = new FrameReader();
    private final ObjectHasher hasher = new ObjectHasher();

    /// Whether `live` objects of these kinds are in a frame, so that it is worth opening.
    public static boolean holdsAny(FrameLayout layout, LiveObjects live, Set<ObjectKind> kinds) {
        for (int i = 0; i < layout.count(); i++) {
            if (live.contains(i) && kinds.contains(layout.kind(i))) {
                return true;
            }
        }
        return false;
    }

    /// Adds the `live` objects of these kinds to `graph`. All of a project's frames one after the other decompress
    /// each once; a walk in the order of time would open them again and again, because objects lie by path.
    ///
    /// @param shallow commits whose parents are not there
    public void addTo(ObjectGraph graph, Frame frame, LiveObjects live, Set<ObjectKind> kinds, Set<GitId> shallow)
            throws MalformedFrame, MalformedObject {
        var raw = reader.decompress(frame);
        var layout = frame.layout();
        for (int i = 0; i < layout.count(); i++) {
            if (live.contains(i) && kinds.contains(layout.kind(i))) {
                add(graph, layout.kind(i), raw, layout.start(i), layout.length(i), shallow);
            }
        }
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

    /// Gives the `live` objects to `packer`, and nothing else that lies in the frame.
    public void repack(Frame frame, LiveObjects live, FramePacker packer) throws MalformedFrame {
        var raw = reader.decompress(frame);
        var layout = frame.layout();
        for (int i = 0; i < layout.count(); i++) {
            if (live.contains(i)) {
                pack(
                        packer,
                        layout.kind(i),
                        Arrays.copyOfRange(raw, layout.start(i), layout.start(i) + layout.length(i)));
            }
        }
    }

    private void pack(FramePacker packer, ObjectKind kind, byte[] bytes) throws MalformedFrame {
        switch (kind) {
            case PIECE -> packer.addPiece(bytes);
            case RECIPE -> packer.add(kind, Recipe.read(bytes, 0, bytes.length).blob(), bytes);
            default -> packer.add(kind, hasher.gitId(kind, bytes), bytes);
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
