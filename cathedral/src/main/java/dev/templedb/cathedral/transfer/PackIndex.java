package dev.templedb.cathedral.transfer;

import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import dev.templedb.packages.frames.FrameIndex;
import dev.templedb.packages.frames.LiveObjects;
import dev.templedb.packages.frames.MalformedFrame;
import dev.templedb.packages.frames.OpenFrame;
import dev.templedb.packages.frames.Recipe;
import dev.templedb.packages.objects.ObjectKind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/// What lies where in a pack. Objects are counted through, from 0, in the order of the frames.
///
/// Written as 4 bytes length of the frame index, the frame index as packages have it, and for each object 20 bytes of
/// git id (zero for a piece) and 32 of SHA-256; last, for each recipe 8 bytes length of its blob. In memory some 62
/// bytes an object. Immutable, thread-safe.
public final class PackIndex {
    static final int ROW = GitId.BYTES + Sha256.BYTES;
    /// Ids are chosen by whoever pushes: where they lie in the table is not.
    private static final long SALT = new SecureRandom().nextLong() | 1;

    private final FrameIndex frames;
    private final byte[] rows;
    private final int[] firstObjects;
    private final long[] offsets;
    private final int[] slots;
    private final Map<Integer, Long> recipeBytes = new LinkedHashMap<>();

    /// @param rows    for each object, git id and SHA-256
    /// @param recipes for each recipe, the length of its blob
    PackIndex(FrameIndex frames, byte[] rows, long[] recipes) {
        this.frames = frames;
        this.rows = rows;
        int count = frames.entries().size();
        firstObjects = new int[count + 1];
        offsets = new long[count + 1];
        for (int i = 0; i < count; i++) {
            var entry = frames.entries().get(i);
            firstObjects[i + 1] = firstObjects[i] + entry.layout().count();
            offsets[i + 1] = offsets[i] + entry.compressedBytes();
        }
        if (rows.length != (long) firstObjects[count] * ROW) {
            throw new IllegalArgumentException("a row for each object");
        }
        noteRecipes(recipes);
        slots = new int[Math.max(4, Integer.highestOneBit(Math.max(1, firstObjects[count])) * 4)];
        Arrays.fill(slots, -1);
        for (int object = 0; object < firstObjects[count]; object++) {
            int slot = slot(rows, object * ROW);
            while (slots[slot] >= 0) {
                slot = slot + 1 & slots.length - 1;
            }
            slots[slot] = object;
        }
    }

    private void noteRecipes(long[] lengths) {
        for (int frame = 0; frame < frameCount(); frame++) {
            var layout = frame(frame).layout();
            for (int i = 0; i < layout.count(); i++) {
                if (layout.kind(i) == ObjectKind.RECIPE) {
                    recipeBytes.put(firstObjects[frame] + i, lengths[recipeBytes.size()]);
                }
            }
        }
    }

    /// Reads what [#write] wrote.
    ///
    /// @throws MalformedFrame when it is damaged
    static PackIndex read(byte[] bytes) throws MalformedFrame {
        var buffer = ByteBuffer.wrap(bytes);
        int length = buffer.getInt();
        if (length < 0 || length > buffer.remaining()) {
            throw new MalformedFrame("it is cut off");
        }
        var index = new byte[length];
        buffer.get(index);
        var frames = FrameIndex.read(index);
        long rows = frames.objectCount() * ROW;
        int recipes = count(frames, ObjectKind.RECIPE);
        if (buffer.remaining() != rows + 8L * recipes) {
            throw new MalformedFrame("it has another length than its frames need");
        }
        var lengths = new long[recipes];
        buffer.slice(buffer.position() + (int) rows, 8 * recipes).asLongBuffer().get(lengths);
        return new PackIndex(
                frames, Arrays.copyOfRange(bytes, buffer.position(), buffer.position() + (int) rows), lengths);
    }

    private static int count(FrameIndex frames, ObjectKind kind) {
        int count = 0;
        for (var entry : frames.entries()) {
            for (int i = 0; i < entry.layout().count(); i++) {
                count += entry.layout().kind(i) == kind ? 1 : 0;
            }
        }
        return count;
    }

    byte[] write() {
        var out = new ByteArrayOutputStream(rows.length + 4096);
        var index = frames.write();
        out.writeBytes(ByteBuffer.allocate(4).putInt(index.length).array());
        out.writeBytes(index);
        out.writeBytes(rows);
        var lengths = ByteBuffer.allocate(8 * recipeBytes.size());
        recipeBytes.values().forEach(lengths::putLong);
        out.writeBytes(lengths.array());
        return out.toByteArray();
    }

    /// About how much memory this takes.
    long memoryBytes() {
        return rows.length + 4L * slots.length + 5L * objectCount() + 250L * frameCount();
    }

    int frameCount() {
        return frames.entries().size();
    }

    int objectCount() {
        return firstObjects[frameCount()];
    }

    /// How many raw bytes all objects have.
    long rawBytes() {
        return frames.rawBytes();
    }

    long frameBytes() {
        return offsets[frameCount()];
    }

    FrameIndex.Entry frame(int frame) {
        return frames.entries().get(frame);
    }

    /// Where a frame begins in the pack.
    long offset(int frame) {
        return offsets[frame];
    }

    /// The frame that begins at `offset`.
    OptionalInt frameAt(long offset) {
        int found = Arrays.binarySearch(offsets, offset);
        return found < 0 || found == frameCount() ? OptionalInt.empty() : OptionalInt.of(found);
    }

    /// The frame in which byte `offset` lies.
    int frameOver(long offset) {
        int found = Arrays.binarySearch(offsets, offset);
        return found < 0 ? -found - 2 : found;
    }

    /// The number of a frame's first object.
    int firstObject(int frame) {
        return firstObjects[frame];
    }

    int frameOf(int object) {
        int found = Arrays.binarySearch(firstObjects, object);
        return found < 0 ? -found - 2 : found;
    }

    ObjectKind kind(int object) {
        int frame = frameOf(object);
        return frame(frame).layout().kind(object - firstObjects[frame]);
    }

    /// How many bytes a git object has; for a recipe, the blob that it makes up.
    long bytes(int object) {
        var blob = recipeBytes.get(object);
        int frame = frameOf(object);
        return blob != null ? blob : frame(frame).layout().length(object - firstObjects[frame]);
    }

    /// The recipes, by their number.
    Set<Integer> recipes() {
        return recipeBytes.keySet();
    }

    boolean isPiece(int object) {
        return isPiece(rows, object * ROW);
    }

    private static boolean isPiece(byte[] rows, int at) {
        for (int i = 0; i < GitId.BYTES; i++) {
            if (rows[at + i] != 0) {
                return false;
            }
        }
        return true;
    }

    GitId gitId(int object) {
        return GitId.ofBytes(rows, object * ROW);
    }

    Sha256 sha256(int object) {
        return Sha256.ofBytes(rows, object * ROW + GitId.BYTES);
    }

    /// The number of a git object, or -1.
    int find(GitId id) {
        var row = new byte[ROW];
        id.copyTo(row, 0);
        return find(row, 0);
    }

    /// The number of a piece, or -1.
    int findPiece(Sha256 sha256) {
        var row = new byte[ROW];
        sha256.copyTo(row, GitId.BYTES);
        return find(row, 0);
    }

    /// The number of the object that has this number in `other`, or -1.
    int find(PackIndex other, int object) {
        return find(other.rows, object * ROW);
    }

    private int find(byte[] row, int at) {
        int from = isPiece(row, at) ? GitId.BYTES : 0;
        int to = from == 0 ? GitId.BYTES : ROW;
        for (int slot = slot(row, at); slots[slot] >= 0; slot = slot + 1 & slots.length - 1) {
            int there = slots[slot] * ROW;
            if (Arrays.equals(rows, there + from, there + to, row, at + from, at + to)
                    && (from == 0 || isPiece(rows, there))) {
                return slots[slot];
            }
        }
        return -1;
    }

    private int slot(byte[] row, int at) {
        int from = at + (isPiece(row, at) ? GitId.BYTES : 0);
        long hash = SALT;
        for (int i = 0; i < GitId.BYTES; i++) {
            hash = (hash ^ row[from + i]) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        return (int) (hash ^ hash >>> 32) & slots.length - 1;
    }

    /// Which objects of a frame are live, where `live` counts through the pack.
    LiveObjects live(int frame, LiveObjects live) {
        int first = firstObjects[frame];
        int count = firstObjects[frame + 1] - first;
        if (live.isAll()) {
            return LiveObjects.all();
        }
        var some = LiveObjects.none();
        for (int i = 0; i < count; i++) {
            if (live.contains(first + i)) {
                some.add(i);
            }
        }
        return some.isAllOf(count) ? LiveObjects.all() : some;
    }

    /// Collects the rows of an index while frames pass by. Not thread-safe.
    static final class Builder {
        private final List<FrameIndex.Entry> frames = new ArrayList<>();
        private final List<Long> recipes = new ArrayList<>();
        private final ByteArrayOutputStream rows = new ByteArrayOutputStream(1 << 16);

        /// Takes the next frame.
        ///
        /// @throws MalformedFrame when a recipe in it is damaged
        void add(FrameIndex.Entry entry, OpenFrame frame) throws MalformedFrame {
            frames.add(entry);
            var row = new byte[ROW];
            for (int i = 0; i < frame.count(); i++) {
                Arrays.fill(row, (byte) 0);
                if (frame.kind(i) != ObjectKind.PIECE) {
                    frame.gitId(i).copyTo(row, 0);
                }
                if (frame.kind(i) == ObjectKind.RECIPE) {
                    var layout = frame.frame().layout();
                    recipes.add(Recipe.read(frame.raw(), layout.start(i), layout.length(i))
                            .bytes());
                }
                frame.sha256(i).copyTo(row, GitId.BYTES);
                rows.writeBytes(row);
            }
        }

        PackIndex build() {
            return new PackIndex(
                    new FrameIndex(frames),
                    rows.toByteArray(),
                    recipes.stream().mapToLong(Long::longValue).toArray());
        }
    }
}
