package dev.templedb.packages.objects;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A list of ints that is only added to, of which a bounded part is in memory and the rest in a scratch file.
///
/// Blocks that were not looked at for a while go to the file, each once, and come back when they are asked for: cheap
/// for
/// readers that stay in one neighbourhood, a few microseconds otherwise. A short list never makes a file. The file lies
/// in
/// the JVM's directory for temporary files, has no name there once it is open, and goes with the list or the process.
/// Where none can be written, everything stays in memory. Not thread-safe.
final class ScratchInts {
    /// 2,048 ints: about what a directory read at random costs anyway.
    private static final int BLOCK_BITS = 11;

    private static final int BLOCK = 1 << BLOCK_BITS;
    private static final int BLOCK_BYTES = BLOCK * Integer.BYTES;

    /// The file, and a block's bytes on the way to it and back.
    private record Scratch(FileChannel file, ByteBuffer bytes) {}

    private final BitSet written = new BitSet();
    private int most;
    private int[] @Nullable [] blocks = new int[64][];
    private boolean[] used = new boolean[64];
    private int resident;
    private int hand;
    private int size;
    private @Nullable Scratch scratch;

    /// A list that keeps about `mostInMemory` ints in memory.
    ScratchInts(int mostInMemory) {
        this.most = Math.max(2, mostInMemory >>> BLOCK_BITS);
    }

    int size() {
        return size;
    }

    /// Whether part of the list is in a file.
    boolean isInFile() {
        return scratch != null;
    }

    void add(int value) {
        int block = size >>> BLOCK_BITS;
        if ((size & BLOCK - 1) == 0) {
            begin(block);
        }
        Objects.requireNonNull(blocks[block], "the last block is in memory")[size & BLOCK - 1] = value;
        size = Math.addExact(size, 1);
    }

    int get(int index) {
        int number = index >>> BLOCK_BITS;
        var block = blocks[number];
        used[number] = true;
        return (block == null ? load(number) : block)[index & BLOCK - 1];
    }

    private void begin(int number) {
        if (number == blocks.length) {
            blocks = Arrays.copyOf(blocks, 2 * number);
            used = Arrays.copyOf(used, 2 * number);
        }
        blocks[number] = spare(number);
        used[number] = true;
    }

    private int[] load(int number) {
        var block = spare(number);
        var from = Objects.requireNonNull(scratch, "a block that is not in memory is in the file");
        var bytes = from.bytes().clear();
        try {
            while (bytes.hasRemaining()) {
                if (from.file().read(bytes, (long) number * BLOCK_BYTES + bytes.position()) < 0) {
                    throw new EOFException("a scratch file has been cut off");
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        bytes.flip().asIntBuffer().get(block);
        blocks[number] = block;
        return block;
    }

    /// A block for `number`: a new one, or when there are many, that of a full block that nobody has used lately.
    private int[] spare(int number) {
        if (resident < most) {
            resident++;
            return new int[BLOCK];
        }
        int last = size >>> BLOCK_BITS;
        while (true) {
            hand = hand + 1 >= Math.max(last, 1) ? 0 : hand + 1;
            var block = blocks[hand];
            if (block == null || hand == number || hand == last) {
                continue;
            }
            if (used[hand]) {
                used[hand] = false;
            } else if (save(hand, block)) {
                blocks[hand] = null;
                return block;
            } else {
                // Nothing can be written: all stays in memory.
                most = Integer.MAX_VALUE;
                resident++;
                return new int[BLOCK];
            }
        }
    }

    private boolean save(int number, int[] block) {
        if (written.get(number)) {
            return true;
        }
        try {
            var to = scratch;
            if (to == null) {
                to = open();
                scratch = to;
            }
            var bytes = to.bytes().clear();
            bytes.asIntBuffer().put(block);
            while (bytes.hasRemaining()) {
                to.file().write(bytes, (long) number * BLOCK_BYTES + bytes.position());
            }
        } catch (IOException unwritable) {
            return false;
        }
        written.set(number);
        return true;
    }

    /// The channel closes itself when nobody refers to it any more.
    private static Scratch open() throws IOException {
        var file = FileChannel.open(
                Files.createTempFile("templedb", ".scratch"),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
        return new Scratch(file, ByteBuffer.allocateDirect(BLOCK_BYTES).order(ByteOrder.nativeOrder()));
    }
}
