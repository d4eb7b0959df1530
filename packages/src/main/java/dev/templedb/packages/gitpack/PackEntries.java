package dev.templedb.packages.gitpack;

import dev.templedb.core.GitId;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.frames.FrameLayout;
import dev.templedb.packages.frames.FrameReader;
import dev.templedb.packages.frames.LiveObjects;
import dev.templedb.packages.frames.MalformedFrame;
import dev.templedb.packages.frames.Recipe;
import dev.templedb.packages.objects.ObjectHasher;
import dev.templedb.packages.objects.ObjectKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.eclipse.jgit.internal.storage.pack.DeltaIndex;
import org.jspecify.annotations.Nullable;

/// Turns the objects of one frame into entries of a pack.
///
/// In a frame versions of one path are neighbours, the newest first. So a tree or blob is tried as a delta against the
/// one before it, and
/// nothing else: that gives most of what git's search over ten neighbours gives, in a fraction of the time.
public final class PackEntries {
    /// Deflate level: higher ones cost much time and hardly make smaller what is a delta.
    static final int LEVEL = 4;

    private static final int LONGEST_CHAIN = 50;
    private static final int SHORTEST_DELTA_BYTES = 50;

    /// The entries of a frame.
    ///
    /// @param bytes   the entries, one after another
    /// @param ids     20 bytes of git id for each
    /// @param offsets where each begins in `bytes`
    /// @param crcs    CRC-32 of each
    /// @param large   blobs that are not among them, because they are kept in pieces
    public record Entries(byte[] bytes, byte[] ids, int[] offsets, int[] crcs, List<Recipe> large) {
        /// How many there are.
        public int count() {
            return offsets.length;
        }
    }

    /// A possible base for a delta.
    private record Base(int offset, int depth, byte[] bytes) {}

    private static final class Buffer extends ByteArrayOutputStream {
        Buffer(int size) {
            super(size);
        }

        int crc(int from) {
            var crc = new CRC32();
            crc.update(buf, from, count - from);
            return (int) crc.getValue();
        }
    }

    private final Frame frame;
    private final byte[] raw;
    private final Buffer out;
    private final Deflater deflater = new Deflater(LEVEL);
    private final byte[] room = new byte[1 << 14];
    private final ObjectHasher hasher = new ObjectHasher();
    private final @Nullable Base[] bases = new @Nullable Base[8];

    private PackEntries(Frame frame, byte[] raw) {
        this.frame = frame;
        this.raw = raw;
        this.out = new Buffer(raw.length / 3 + 64);
    }

    /// Encodes the objects of `frame` that are in `live`. The id of each is computed from its bytes.
    ///
    /// @throws MalformedFrame when the frame is damaged
    public static Entries encode(Frame frame, LiveObjects live) throws MalformedFrame {
        try (var reader = new FrameReader()) {
            return new PackEntries(frame, reader.decompress(frame)).encode(live);
        }
    }

    /// How many git objects of a frame are in `live`: those that become entries, and the large blobs.
    public static int count(FrameLayout layout, LiveObjects live) {
        int count = 0;
        for (int i = 0; i < layout.count(); i++) {
            if (isGitObject(layout, live, i)) {
                count++;
            }
        }
        return count;
    }

    private static boolean isGitObject(FrameLayout layout, LiveObjects live, int i) {
        return live.contains(i) && layout.kind(i) != ObjectKind.PIECE;
    }

    private Entries encode(LiveObjects live) throws MalformedFrame {
        var layout = frame.layout();
        var ids = new byte[layout.count() * GitId.BYTES];
        var offsets = new int[layout.count()];
        var crcs = new int[layout.count()];
        var large = new ArrayList<Recipe>();
        int count = 0;
        try {
            for (int i = 0; i < layout.count(); i++) {
                if (!isGitObject(layout, live, i)) {
                    continue;
                }
                var kind = layout.kind(i);
                if (kind == ObjectKind.RECIPE) {
                    large.add(Recipe.read(raw, layout.start(i), layout.length(i)));
                    continue;
                }
                hasher.gitId(kind, raw, layout.start(i), layout.length(i)).copyTo(ids, count * GitId.BYTES);
                offsets[count] = out.size();
                write(kind, layout.start(i), layout.length(i));
                crcs[count] = out.crc(offsets[count]);
                count++;
            }
        } finally {
            deflater.end();
        }
        return new Entries(
                out.toByteArray(),
                Arrays.copyOf(ids, count * GitId.BYTES),
                Arrays.copyOf(offsets, count),
                Arrays.copyOf(crcs, count),
                large);
    }

    private void write(ObjectKind kind, int start, int length) {
        int offset = out.size();
        if (kind != ObjectKind.BLOB && kind != ObjectKind.TREE) {
            writeWhole(kind, start, length);
            return;
        }
        var bytes = Arrays.copyOfRange(raw, start, start + length);
        var base = bases[kind.code()];
        int depth = base != null && writeDelta(base, bytes) ? base.depth() + 1 : 0;
        if (depth == 0) {
            writeWhole(kind, start, length);
        }
        bases[kind.code()] = new Base(offset, depth, bytes);
    }

    private void writeWhole(ObjectKind kind, int start, int length) {
        writeHeader(out, kind.code(), length);
        deflate(raw, start, length);
    }

    private boolean writeDelta(Base base, byte[] bytes) {
        if (base.depth() == LONGEST_CHAIN
                || bytes.length < SHORTEST_DELTA_BYTES
                || base.bytes().length < SHORTEST_DELTA_BYTES
                || bytes.length / 16 > base.bytes().length
                || base.bytes().length / 16 > bytes.length) {
            return false;
        }
        var delta = new ByteArrayOutputStream(256);
        try {
            if (!new DeltaIndex(base.bytes()).encode(delta, bytes, bytes.length / 2)) {
                return false;
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        int distance = out.size() - base.offset();
        writeHeader(out, OFFSET_DELTA, delta.size());
        writeDistance(distance);
        var encoded = delta.toByteArray();
        deflate(encoded, 0, encoded.length);
        return true;
    }

    private static final int OFFSET_DELTA = 6;

    /// Git's numbers for commit, tree, blob and tag are those of [ObjectKind].
    static void writeHeader(ByteArrayOutputStream out, int type, long length) {
        long rest = length >>> 4;
        int first = type << 4 | (int) (length & 15);
        while (rest != 0) {
            out.write(first | 0x80);
            first = (int) (rest & 0x7f);
            rest >>>= 7;
        }
        out.write(first);
    }

    private void writeDistance(int distance) {
        var digits = new byte[5];
        int at = digits.length - 1;
        digits[at] = (byte) (distance & 0x7f);
        for (int rest = distance >>> 7; rest != 0; rest >>>= 7) {
            digits[--at] = (byte) (0x80 | --rest & 0x7f);
        }
        out.write(digits, at, digits.length - at);
    }

    private void deflate(byte[] bytes, int start, int length) {
        deflater.reset();
        deflater.setInput(bytes, start, length);
        deflater.finish();
        while (!deflater.finished()) {
            out.write(room, 0, deflater.deflate(room));
        }
    }
}
