package dev.templedb.packages.frames;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The list of a package's frames: lengths, hashes and layouts, in the order in which the frames stand.
///
/// Written as the eight bytes `TDBFRM1\n`, `varint count`, then for each frame `varint compressed length`, 32 bytes of
/// SHA-256 over
/// the compressed bytes, and its layout; last, 32 bytes of SHA-256 over all before.
public record FrameIndex(List<Entry> entries) {
    /// The most bytes that an index may have; four million objects take less.
    public static final int MOST_BYTES = 32 << 20;

    private static final byte[] MAGIC = "TDBFRM1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_COMPRESSED = FrameLimits.mostCompressed(FrameLimits.LARGE_OBJECT_BYTES);
    private static final int MOST_FRAMES = 1 << 18;
    private static final int MOST_OBJECTS = 4_000_000;

    /// One frame.
    ///
    /// @param compressedBytes length of the compressed frame
    /// @param sha256          of the compressed bytes
    public record Entry(int compressedBytes, Sha256 sha256, FrameLayout layout) {
        /// The entry for `frame`; hashes its compressed bytes.
        public static Entry of(Frame frame) {
            return new Entry(frame.compressed().length, Sha256.of(frame.compressed()), frame.layout());
        }
    }

    public FrameIndex {
        entries = List.copyOf(entries);
    }

    /// This index as bytes.
    public byte[] write() {
        var out = new ByteArrayOutputStream(1 << 16);
        out.writeBytes(MAGIC);
        Varint.write(out, entries.size());
        for (var entry : entries) {
            Varint.write(out, entry.compressedBytes());
            out.writeBytes(entry.sha256().bytes());
            entry.layout().write(out);
        }
        out.writeBytes(Sha256.of(out.toByteArray()).bytes());
        return out.toByteArray();
    }

    /// Reads what [#write] wrote. Memory is at most some 5 bytes an object and 200 a frame.
    ///
    /// @throws MalformedFrame when the bytes are damaged or cut off; the message completes "the frame index is
    /// damaged: …"
    /// @throws TempleException with `PACKAGE_TOO_LARGE` for more than 262,144 frames or four million objects
    public static FrameIndex read(byte[] bytes) throws MalformedFrame {
        int end = bytes.length - Sha256.BYTES;
        if (end < MAGIC.length || !Arrays.equals(MAGIC, 0, MAGIC.length, bytes, 0, MAGIC.length)) {
            throw new MalformedFrame("it does not begin as one");
        }
        if (!Sha256.of(bytes, 0, end).equals(Sha256.ofBytes(bytes, end))) {
            throw new MalformedFrame("its hash is wrong");
        }
        var reader = new Varint.Reader(bytes, MAGIC.length, end);
        int count = (int) reader.read(Integer.MAX_VALUE);
        requireAtMost(MOST_FRAMES, count, "frames");
        long objects = 0;
        var entries = new ArrayList<Entry>(Math.min(count, 1 << 12));
        for (int i = 0; i < count; i++) {
            int compressed = (int) reader.read(LONGEST_COMPRESSED);
            var hash = Sha256.ofBytes(bytes, reader.skip(Sha256.BYTES));
            var layout = FrameLayout.read(reader);
            if (compressed > FrameLimits.mostCompressed(layout.rawBytes())) {
                throw new MalformedFrame("frame %d is longer than what it holds".formatted(i));
            }
            objects += layout.count();
            requireAtMost(MOST_OBJECTS, objects, "objects");
            entries.add(new Entry(compressed, hash, layout));
        }
        if (!reader.isAtEnd()) {
            throw new MalformedFrame("something follows its last frame");
        }
        return new FrameIndex(entries);
    }

    private static void requireAtMost(long most, long found, String what) {
        if (found > most) {
            throw new TempleException(
                    ErrorCode.PACKAGE_TOO_LARGE,
                    "objects/index names %d %s; %d are the most that are accepted.".formatted(found, what, most));
        }
    }

    /// How many bytes all frames have together, compressed.
    public long compressedBytes() {
        return entries.stream().mapToLong(Entry::compressedBytes).sum();
    }

    /// How many bytes all objects have together, raw.
    public long rawBytes() {
        return entries.stream().mapToLong(entry -> entry.layout().rawBytes()).sum();
    }

    /// How many objects all frames hold together.
    public long objectCount() {
        return entries.stream().mapToLong(entry -> entry.layout().count()).sum();
    }
}
