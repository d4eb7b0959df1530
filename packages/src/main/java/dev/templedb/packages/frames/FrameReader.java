package dev.templedb.packages.frames;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.templedb.packages.objects.ObjectHasher;
import dev.templedb.packages.objects.ObjectKind;

/// Opens frames: decompresses within the limits, and computes the name of each object from its bytes.
///
/// Memory is bounded by [FrameLimits#RAW_BYTES], for one commit, tree or tag by [FrameLimits#LARGE_OBJECT_BYTES]. Not
/// thread-safe: each worker has its own.
public final class FrameReader implements AutoCloseable {
    private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();
    private final ObjectHasher hasher = new ObjectHasher();

    /// Decompresses `frame`; the result has exactly the length that the layout says.
    ///
    /// @throws MalformedFrame when the bytes are not one zstd frame of that length
    public byte[] decompress(Frame frame) throws MalformedFrame {
        int expected = frame.layout().rawBytes();
        var compressed = frame.compressed();
        try {
            long declared = Zstd.getFrameContentSize(compressed);
            long frameBytes = Zstd.findFrameCompressedSize(compressed);
            if (declared != expected || frameBytes != compressed.length) {
                throw new MalformedFrame("its length is not what the index says");
            }
            var raw = new byte[expected];
            int got = zstd.decompressByteArray(raw, 0, expected, compressed, 0, compressed.length);
            if (got != expected) {
                throw new MalformedFrame("its length is not what the index says");
            }
            return raw;
        } catch (ZstdException | IndexOutOfBoundsException damaged) {
            throw new MalformedFrame("it cannot be decompressed (%s)".formatted(damaged.getMessage()));
        }
    }

    /// Decompresses `frame` and names its objects. About 2 ns a raw byte.
    ///
    /// @throws MalformedFrame when the frame, or a recipe in it, is damaged
    public OpenFrame open(Frame frame) throws MalformedFrame {
        var raw = decompress(frame);
        return new OpenFrame(frame, raw, names(hasher, frame.layout(), raw));
    }

    static ObjectNames names(ObjectHasher hasher, FrameLayout layout, byte[] raw) throws MalformedFrame {
        var names = new ObjectNames(layout.count());
        for (int i = 0; i < layout.count(); i++) {
            int start = layout.start(i);
            int length = layout.length(i);
            switch (layout.kind(i)) {
                case PIECE -> names.setPiece(i, hasher.sha256(raw, start, length));
                case RECIPE -> {
                    var recipe = Recipe.read(raw, start, length);
                    names.set(i, recipe.blob(), recipe.sha256());
                }
                case ObjectKind kind -> {
                    hasher.begin(kind, length);
                    hasher.update(raw, start, length);
                    names.set(i, hasher.endGitId(), hasher.endSha256());
                }
            }
        }
        return names;
    }

    @Override
    public void close() {
        zstd.close();
    }
}
