package dev.templedb.packages.objects;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rows of bytes, all of one width, that are collected in any order and visited in the order of their bytes.
///
/// Made for rows that begin with a hash: sorting looks at the first four bytes and at more only where they are equal.
/// Memory is
/// the rows, in blocks that never move, and 8 bytes a row while they are visited. Not thread-safe.
public final class SortedRows {
    private static final int BLOCK_ROWS = 1 << 13;

    /// Sees one row: `width` bytes of `block` from `offset`.
    @FunctionalInterface
    public interface Visitor {
        void visit(byte[] block, int offset);
    }

    private final int width;
    private final List<byte[]> blocks = new ArrayList<>();
    private int count;

    /// Rows of `width` bytes, at least four.
    public SortedRows(int width) {
        this.width = width;
    }

    /// How many rows there are.
    public int count() {
        return count;
    }

    /// Adds a row of zeros, and lets `writer` fill it.
    public void add(Visitor writer) {
        if (count % BLOCK_ROWS == 0) {
            blocks.add(new byte[BLOCK_ROWS * width]);
        }
        writer.visit(blocks.getLast(), count % BLOCK_ROWS * width);
        count++;
    }

    /// Visits every row in order.
    public void forEach(Visitor visitor) {
        var keys = new long[count];
        for (int row = 0; row < count; row++) {
            // With the sign turned over, signed longs sort as unsigned bytes do.
            keys[row] = prefix(row) << 32 ^ Long.MIN_VALUE | row;
        }
        Arrays.sort(keys);
        for (int from = 0; from < count; ) {
            int to = from + 1;
            while (to < count && keys[to] >>> 32 == keys[from] >>> 32) {
                to++;
            }
            visit(keys, from, to, visitor);
            from = to;
        }
    }

    /// Visits rows whose first four bytes are equal, nearly always one.
    private void visit(long[] keys, int from, int to, Visitor visitor) {
        if (to - from == 1) {
            visitor.visit(block((int) keys[from]), offset((int) keys[from]));
            return;
        }
        Arrays.stream(keys, from, to)
                .mapToObj(key -> (int) key)
                .sorted(this::compare)
                .forEach(row -> visitor.visit(block(row), offset(row)));
    }

    private int compare(int a, int b) {
        return Arrays.compareUnsigned(block(a), offset(a), offset(a) + width, block(b), offset(b), offset(b) + width);
    }

    private long prefix(int row) {
        var block = block(row);
        int at = offset(row);
        return (block[at] & 0xffL) << 24
                | (block[at + 1] & 0xffL) << 16
                | (block[at + 2] & 0xffL) << 8
                | block[at + 3] & 0xffL;
    }

    private byte[] block(int row) {
        return blocks.get(row / BLOCK_ROWS);
    }

    private int offset(int row) {
        return row % BLOCK_ROWS * width;
    }

    /// Forgets all rows.
    public void clear() {
        blocks.clear();
        count = 0;
    }
}
