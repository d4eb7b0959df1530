package dev.templedb.temple.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rows of four ints, kept in 16 bytes each until they are written. Growing copies nothing.
final class PackedRows {
    private static final int COLUMNS = 4;
    private static final int BLOCK_ROWS = 1 << 14;

    @FunctionalInterface
    interface Visitor {
        void visit(int a, int b, int c, int d);
    }

    private final List<int[]> blocks = new ArrayList<>();
    private int count;

    /// How many rows there are.
    int count() {
        return count;
    }

    void add(int a, int b, int c, int d) {
        if (count / BLOCK_ROWS == blocks.size()) {
            blocks.add(new int[BLOCK_ROWS * COLUMNS]);
        }
        var block = blocks.get(count / BLOCK_ROWS);
        int at = at(count);
        block[at] = a;
        block[at + 1] = b;
        block[at + 2] = c;
        block[at + 3] = d;
        count++;
    }

    private static int at(int row) {
        return row % BLOCK_ROWS * COLUMNS;
    }

    /// Visits the rows by their first column, rows that are equal there in the order in which they were added.
    void sortedByFirst(Visitor visitor) {
        var keys = new long[count];
        for (int row = 0; row < count; row++) {
            keys[row] = (long) blocks.get(row / BLOCK_ROWS)[at(row)] << 32 | row;
        }
        Arrays.sort(keys);
        for (long key : keys) {
            int row = (int) key;
            var block = blocks.get(row / BLOCK_ROWS);
            int at = at(row);
            visitor.visit(block[at], block[at + 1], block[at + 2], block[at + 3]);
        }
    }

    /// Forgets all rows.
    void clear() {
        count = 0;
    }
}
