package dev.templedb.benchmarks.hot;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import dev.templedb.core.ErrorCode;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.frames.FrameLimits;
import dev.templedb.packages.frames.FramePacker;
import dev.templedb.packages.frames.FrameReader;
import dev.templedb.packages.frames.MalformedFrame;
import dev.templedb.packages.frames.OpenFrame;
import dev.templedb.packages.objects.ObjectKind;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Packing the objects of one frame, and opening the frame.
@State(Scope.Thread)
public class Framing extends HotLoop {
    private final List<Sample.Blob> blobs = Sample.oneFrame();
    private final OpenFrame open = pack().getFirst();
    private final Frame frame = open.frame();
    private final byte[] raw =
            java.util.Arrays.copyOf(open.raw(), frame.layout().rawBytes());
    private final FrameReader reader = new FrameReader();
    private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();

    @Benchmark
    public final List<OpenFrame> pack() {
        var frames = new ArrayList<OpenFrame>();
        try (var packer = new FramePacker(FrameLimits.LEVEL, 1, ErrorCode.GIT_REPOSITORY_BROKEN, frames::add)) {
            for (var blob : blobs) {
                packer.add(ObjectKind.BLOB, blob.id(), blob.bytes());
            }
            packer.finish();
        }
        return frames;
    }

    @Benchmark
    public byte[] peerZstdCompress() {
        return Zstd.compress(raw, FrameLimits.LEVEL);
    }

    @Benchmark
    public OpenFrame open() throws MalformedFrame {
        return reader.open(frame);
    }

    @Benchmark
    public byte[] peerZstdDecompress() {
        return zstd.decompress(frame.compressed(), raw.length);
    }
}
