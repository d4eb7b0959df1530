package dev.templedb.packages.objects;

import java.util.ArrayList;
import java.util.List;

/// A list of ints that grows in blocks, so that growing never needs twice the memory.
final class IntPool {
    private static final int BLOCK_BITS = 16;
    private static final int BLOCK = 1 << BLOCK_BITS;

    private final List<int[]> blocks = new ArrayList<>();
    private int size;

    int size() {
        return size;
    }

    void add(int value) {
        if (size >>> BLOCK_BITS == blocks.size()) {
            blocks.add(new int[BLOCK]);
        }
        blocks.get(size >>> BLOCK_BITS)[size & BLOCK - 1] = value;
        size++;
    }

    int get(int index) {
        return blocks.get(index >>> BLOCK_BITS)[index & BLOCK - 1];
    }

    void set(int index, int value) {
        blocks.get(index >>> BLOCK_BITS)[index & BLOCK - 1] = value;
    }
}
