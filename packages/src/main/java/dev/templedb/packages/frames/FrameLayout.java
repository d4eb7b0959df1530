package dev.templedb.packages.frames;

import dev.templedb.packages.objects.ObjectKind;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// What lies where in a frame's raw bytes: the kind and length of each object, in order, without gaps.
///
/// Immutable. Written as `varint count`, then for each object `varint (length << 3 | kind)`.
public final class FrameLayout {
    private final byte[] kinds;
    private final int[] starts;

    private FrameLayout(byte[] kinds, int[] starts) {
        this.kinds = kinds;
        this.starts = starts;
    }

    /// A layout of objects with these kinds and lengths.
    static FrameLayout of(byte[] kinds, int[] lengths, int count) {
        var starts = new int[count + 1];
        for (int i = 0; i < count; i++) {
            starts[i + 1] = starts[i] + lengths[i];
        }
        return new FrameLayout(Arrays.copyOf(kinds, count), starts);
    }

    /// Reads what [#write] wrote.
    ///
    /// @throws MalformedFrame when the bytes are no layout, or describe a frame above [FrameLimits]
    public static FrameLayout read(byte[] bytes) throws MalformedFrame {
        var reader = new Varint.Reader(bytes, 0, bytes.length);
        var layout = read(reader);
        if (!reader.isAtEnd()) {
            throw new MalformedFrame("something follows its layout");
        }
        return layout;
    }

    static FrameLayout read(Varint.Reader reader) throws MalformedFrame {
        int count = (int) reader.read(FrameLimits.OBJECTS);
        if (count == 0) {
            throw new MalformedFrame("it holds no object");
        }
        var kinds = new byte[count];
        var starts = new int[count + 1];
        for (int i = 0; i < count; i++) {
            long word = reader.read((long) FrameLimits.LARGE_OBJECT_BYTES << 3 | 7);
            kinds[i] = (byte) (word & 7);
            if (kinds[i] == 0 || kinds[i] == 7) {
                throw new MalformedFrame("it holds an object of an unknown kind");
            }
            long end = starts[i] + (word >>> 3);
            int most = count == 1 ? FrameLimits.most(ObjectKind.ofCode(kinds[i])) : FrameLimits.RAW_BYTES;
            if (end > most) {
                throw new MalformedFrame("it holds more than %d raw bytes".formatted(most));
            }
            starts[i + 1] = (int) end;
        }
        return new FrameLayout(kinds, starts);
    }

    /// This layout as bytes.
    public byte[] write() {
        var out = new ByteArrayOutputStream(3 * count() + 3);
        write(out);
        return out.toByteArray();
    }

    void write(ByteArrayOutputStream out) {
        Varint.write(out, count());
        for (int i = 0; i < count(); i++) {
            Varint.write(out, (long) length(i) << 3 | kinds[i]);
        }
    }

    /// How many objects the frame holds.
    public int count() {
        return kinds.length;
    }

    /// How many bytes all objects have together.
    public int rawBytes() {
        return starts[kinds.length];
    }

    /// Whether the frame holds one object that is larger than a frame otherwise may be. Whoever works on several
    /// frames
    /// at a time takes such a one alone, so that memory stays bounded.
    public boolean isLarge() {
        return rawBytes() > FrameLimits.RAW_BYTES;
    }

    /// What object `i` is.
    public ObjectKind kind(int i) {
        return ObjectKind.ofCode(kinds[i]);
    }

    /// Where object `i` begins in the raw bytes.
    public int start(int i) {
        return starts[i];
    }

    /// How many bytes object `i` has.
    public int length(int i) {
        return starts[i + 1] - starts[i];
    }
}
