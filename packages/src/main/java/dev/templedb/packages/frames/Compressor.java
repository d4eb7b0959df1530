package dev.templedb.packages.frames;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.util.Arrays;

/// A zstd context with its output buffer, kept for many frames. One caller at a time.
final class Compressor implements AutoCloseable {
    private final ZstdCompressCtx zstd = new ZstdCompressCtx();
    private final byte[] room = new byte[(int) Zstd.compressBound(FrameLimits.RAW_BYTES)];

    Compressor(int level) {
        zstd.setLevel(level);
    }

    /// The first `length` bytes of `raw` as one zstd frame.
    byte[] compress(byte[] raw, int length) {
        var target = length <= FrameLimits.RAW_BYTES ? room : new byte[(int) Zstd.compressBound(length)];
        int compressed = zstd.compressByteArray(target, 0, target.length, raw, 0, length);
        return Arrays.copyOf(target, compressed);
    }

    @Override
    public void close() {
        zstd.close();
    }
}
