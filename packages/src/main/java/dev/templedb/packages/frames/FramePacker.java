package dev.templedb.packages.frames;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.objects.ObjectHasher;
import dev.templedb.packages.objects.ObjectKind;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Packs objects into frames, in the order in which they come. Hashing and compressing run beside the caller.
///
/// The frames reach the sink in order, on the caller's thread, during [#add] and [#close]. Holds a few frames of raw
/// bytes at a time.
/// One caller at a time. An object that turns out not to have the id it was given with ends the packing with an
/// exception.
public final class FramePacker implements AutoCloseable {
    private final ErrorCode whenContentIsWrong;
    private final int level;
    private final OrderedWork<OpenFrame, RuntimeException> packing;

    /// Buffers of delivered frames, to be filled again.
    private final ArrayDeque<byte[]> spare = new ArrayDeque<>();

    private final Queue<Compressor> compressors = new ConcurrentLinkedQueue<>();
    private byte[] raw = new byte[FrameLimits.RAW_BYTES];
    private byte[] kinds = new byte[256];
    private int[] lengths = new int[256];
    private @Nullable GitId[] expected = new @Nullable GitId[256];
    private int count;
    private int filled;

    /// A packer with `threads` workers.
    ///
    /// @param level              zstd level
    /// @param whenContentIsWrong the error to end with when an object does not have the id it was given with
    /// @param sink               takes each frame, whose raw bytes are its own during the call only
    public FramePacker(int level, int threads, ErrorCode whenContentIsWrong, Consumer<OpenFrame> sink) {
        this.level = level;
        this.whenContentIsWrong = whenContentIsWrong;
        this.packing = new OrderedWork<>(threads, "packer", frame -> {
            sink.accept(frame);
            if (!frame.frame().layout().isLarge()) {
                spare.add(frame.raw());
            }
        });
    }

    /// Adds a git object of at most [FrameLimits#most] bytes whose id should be `id`. One that is larger than a
    /// frame
    /// gets a frame of its own, for which the caller waits.
    public void add(ObjectKind kind, GitId id, byte[] bytes) {
        add(kind, id, bytes, 0, bytes.length);
    }

    private void add(ObjectKind kind, @Nullable GitId id, byte[] bytes, int offset, int length) {
        if (length > FrameLimits.most(kind)) {
            throw new TempleException(
                    ErrorCode.PACKAGE_TOO_LARGE,
                    "A %s has %d bytes; %d are the most that one may have."
                            .formatted(kind.word(), length, FrameLimits.most(kind)));
        }
        if (length > FrameLimits.RAW_BYTES) {
            addAlone(kind, id, Arrays.copyOfRange(bytes, offset, offset + length));
            return;
        }
        if (filled + length > FrameLimits.RAW_BYTES || count == FrameLimits.OBJECTS) {
            endFrame();
        }
        if (count == kinds.length) {
            kinds = Arrays.copyOf(kinds, 2 * count);
            lengths = Arrays.copyOf(lengths, 2 * count);
            expected = Arrays.copyOf(expected, 2 * count);
        }
        System.arraycopy(bytes, offset, raw, filled, length);
        kinds[count] = (byte) kind.code();
        lengths[count] = length;
        expected[count] = id;
        count++;
        filled += length;
    }

    private void addAlone(ObjectKind kind, @Nullable GitId id, byte[] bytes) {
        endFrame();
        var layout = FrameLayout.of(new byte[] {(byte) kind.code()}, new int[] {bytes.length}, 1);
        packing.addAlone(() -> pack(layout, bytes, new @Nullable GitId[] {id}));
    }

    /// Adds bytes that are named by their SHA-256 alone, and returns it.
    public Sha256 addPiece(byte[] bytes) {
        add(ObjectKind.PIECE, null, bytes, 0, bytes.length);
        return Sha256.of(bytes);
    }

    /// Adds a blob of any length from a stream, in constant memory.
    ///
    /// @param id      the git id that the blob should have, or null when nobody knows yet
    /// @param length  how many bytes the stream gives
    /// @param isKnown which pieces need not be stored again
    /// @return the names of the blob
    /// @throws IOException when the stream fails, or gives fewer or more bytes
    public Recipe addLargeBlob(@Nullable GitId id, long length, InputStream in, Predicate<Sha256> isKnown)
            throws IOException {
        var hasher = new ObjectHasher();
        hasher.begin(ObjectKind.BLOB, length);
        var pieces = new ArrayList<Recipe.Piece>();
        var cutter = new PieceCutter(in);
        long left = length;
        for (var piece = cutter.next(); piece.length > 0; piece = cutter.next()) {
            left -= piece.length;
            hasher.update(piece, 0, piece.length);
            var name = Sha256.of(piece);
            pieces.add(new Recipe.Piece(name, piece.length));
            if (!isKnown.test(name)) {
                add(ObjectKind.PIECE, null, piece, 0, piece.length);
            }
        }
        if (left != 0) {
            throw new IOException("the content has %d bytes instead of %d".formatted(length - left, length));
        }
        var recipe = new Recipe(hasher.endGitId(), hasher.endSha256(), pieces);
        require(id, recipe.blob());
        var bytes = recipe.write();
        add(ObjectKind.RECIPE, recipe.blob(), bytes, 0, bytes.length);
        return recipe;
    }

    private void require(@Nullable GitId wanted, GitId found) {
        if (wanted != null && !wanted.equals(found)) {
            throw new TempleException(
                    whenContentIsWrong,
                    "The content of object %s is damaged: its bytes have the id %s.".formatted(wanted, found));
        }
    }

    /// Ends the current frame, so that what comes next begins a new one. Does nothing in an empty frame.
    public void endFrame() {
        if (count == 0) {
            return;
        }
        var layout = FrameLayout.of(kinds, lengths, count);
        var bytes = raw;
        var ids = Arrays.copyOf(expected, count);
        raw = spare.isEmpty() ? new byte[FrameLimits.RAW_BYTES] : spare.remove();
        Arrays.fill(expected, null);
        count = 0;
        filled = 0;
        packing.add(() -> pack(layout, bytes, ids));
    }

    private OpenFrame pack(FrameLayout layout, byte[] bytes, @Nullable GitId[] ids) throws MalformedFrame {
        var compressed = compress(bytes, layout.rawBytes());
        var names = FrameReader.names(new ObjectHasher(), layout, bytes);
        for (int i = 0; i < ids.length; i++) {
            require(ids[i], names.gitId(i));
        }
        return new OpenFrame(new Frame(layout, compressed), bytes, names);
    }

    private byte[] compress(byte[] bytes, int length) {
        var pooled = compressors.poll();
        var compressor = pooled == null ? new Compressor(level) : pooled;
        try {
            return compressor.compress(bytes, length);
        } finally {
            compressors.add(compressor);
        }
    }

    /// Packs what is left and hands the last frames to the sink.
    public void finish() {
        endFrame();
        packing.finish();
    }

    /// Stops the workers. Frames that [#finish] has not delivered are dropped.
    @Override
    public void close() {
        packing.close();
        compressors.forEach(Compressor::close);
    }
}
