package dev.templedb.packages.frames;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.Arrays;

/// Compresses small blocks of derived data with zstd, each with a checksum of its own. They never leave the machine,
/// unlike frames. Decompresses at about 1 GB/s; not thread-safe.
public final class BlockCodec implements AutoCloseable {
    private static final int LEVEL = 6;

    private final ZstdCompressCtx compress = new ZstdCompressCtx();
    private final ZstdDecompressCtx decompress = new ZstdDecompressCtx();

    /// A codec for any number of blocks.
    public BlockCodec() {
        compress.setLevel(LEVEL);
        compress.setChecksum(true);
    }

    /// The first `length` bytes of `raw`, compressed.
    public byte[] compress(byte[] raw, int length) {
        var room = new byte[Math.toIntExact(Zstd.compressBound(length))];
        return Arrays.copyOf(room, compress.compressByteArray(room, 0, room.length, raw, 0, length));
    }

    /// What [#compress] was given.
    ///
    /// @param length how long that was
    /// @throws MalformedFrame when the block is damaged, or of another length
    public byte[] decompress(byte[] block, int length) throws MalformedFrame {
        try {
            if (Zstd.getFrameContentSize(block) != length) {
                throw new MalformedFrame("its length is not what the index says");
            }
            var raw = new byte[length];
            decompress.decompressByteArray(raw, 0, length, block, 0, block.length);
            return raw;
        } catch (ZstdException | IndexOutOfBoundsException damaged) {
            throw new MalformedFrame("it cannot be decompressed (%s)".formatted(damaged.getMessage()));
        }
    }

    @Override
    public void close() {
        compress.close();
        decompress.close();
    }
}
