package dev.templedb.packages.frames;

import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import dev.templedb.packages.objects.ObjectKind;

/// A frame with its raw bytes and the names of its objects, computed from those bytes and so true.
///
/// @param raw    the bytes of all objects, as [FrameLayout] divides them
/// @param names  for each object: its id and its SHA-256
public record OpenFrame(Frame frame, byte[] raw, ObjectNames names) {
    /// How many objects there are.
    public int count() {
        return frame.layout().count();
    }

    /// What object `i` is.
    public ObjectKind kind(int i) {
        return frame.layout().kind(i);
    }

    /// The id of object `i`, which is not a piece. For a recipe it is what the recipe claims.
    public GitId gitId(int i) {
        return names.gitId(i);
    }

    /// The SHA-256 of object `i`; for a recipe, of the blob that it claims to put together.
    public Sha256 sha256(int i) {
        return names.sha256(i);
    }

    /// The bytes of object `i`.
    public byte[] bytes(int i) {
        int start = frame.layout().start(i);
        return java.util.Arrays.copyOfRange(raw, start, start + frame.layout().length(i));
    }
}
