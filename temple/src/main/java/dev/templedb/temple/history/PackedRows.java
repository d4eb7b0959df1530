package dev.templedb.temple.history;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Rows of four ints, kept in 16 bytes each until they are written.
final class PackedRows {
    private static final int COLUMNS = 4;

    @FunctionalInterface
    interface Visitor {
        void visit(int a, int b, int c, int d);
    }

    private int[] cells;
    private int count;

    PackedRows(int expected) {
        cells = new int[expected * COLUMNS];
    }

    void add(int a, int b, int c, int d) {
        int at = count * COLUMNS;
        if (at == cells.length) {
            cells = Arrays.copyOf(cells, cells.length + (cells.length >> 1) + COLUMNS);
            cells = cells.length % COLUMNS == 0
                    ? cells
                    : Arrays.copyOf(cells, cells.length / COLUMNS * COLUMNS + COLUMNS);
        }
        cells[at] = a;
        cells[at + 1] = b;
        cells[at + 2] = c;
        cells[at + 3] = d;
        count++;
    }

    /// Visits the rows by their first, then their second column.
    void sortedByFirstTwo(Visitor visitor) {
        IntStream.range(0, count)
                .boxed()
                .sorted((x, y) -> {
                    int order = Integer.compare(cells[x * COLUMNS], cells[y * COLUMNS]);
                    return order != 0 ? order : Integer.compare(cells[x * COLUMNS + 1], cells[y * COLUMNS + 1]);
                })
                .forEach(row -> visitor.visit(
                        cells[row * COLUMNS],
                        cells[row * COLUMNS + 1],
                        cells[row * COLUMNS + 2],
                        cells[row * COLUMNS + 3]));
    }
}
