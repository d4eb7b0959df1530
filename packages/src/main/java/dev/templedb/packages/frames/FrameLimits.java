package dev.templedb.packages.frames;

import dev.templedb.packages.objects.ObjectKind;

/// The sizes that writers aim for and readers insist on. Chosen by measurement: `docs/adr/0005-frames.md`.
public final class FrameLimits {
    /// The most raw bytes that a frame may hold, but for a large object. A reader refuses more before it
    /// decompresses
    /// anything.
    public static final int RAW_BYTES = 4 << 20;

    /// The most raw bytes of a frame whose one object is a commit, tree or tag: those cannot be cut into pieces.
    public static final int LARGE_OBJECT_BYTES = 64 << 20;

    /// The most objects that a frame may hold.
    public static final int OBJECTS = 1 << 16;

    /// Blobs above this length are cut into pieces.
    public static final int WHOLE_BLOB_BYTES = RAW_BYTES;

    /// Pieces are between these lengths, about 1 MiB on average.
    static final int SMALLEST_PIECE_BYTES = 256 << 10;
    static final int LARGEST_PIECE_BYTES = RAW_BYTES;

    /// The zstd level of stored frames.
    public static final int LEVEL = 9;

    private FrameLimits() {}

    /// The most bytes that an object of this kind may have.
    public static int most(ObjectKind kind) {
        return switch (kind) {
            case COMMIT, TREE, TAG -> LARGE_OBJECT_BYTES;
            case BLOB, PIECE, RECIPE -> RAW_BYTES;
        };
    }

    /// The most bytes that a frame of so many raw bytes may have compressed: zstd's worst case, with room to spare.
    static int mostCompressed(int rawBytes) {
        int full = Math.max(rawBytes, RAW_BYTES);
        return full + (full >> 7) + 1024;
    }
}
