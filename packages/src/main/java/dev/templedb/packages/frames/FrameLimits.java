package dev.templedb.packages.frames;

/// The sizes that writers aim for and readers insist on. Chosen by measurement: `docs/adr/0005-frames.md`.
public final class FrameLimits {
    /// The most raw bytes that a frame may hold. A reader refuses more before it decompresses anything.
    public static final int RAW_BYTES = 4 << 20;

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
}
