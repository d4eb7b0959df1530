package dev.templedb.analysis;

/// Measures how many lines of code repeat another line of the same project.
///
/// The ratio is (lines - different lines) / lines, over lines of code with at least [#SHORTEST_LINE] bytes besides
/// white space, compared without white space by a 64-bit hash. It is exact up to `capacity` different lines. Beyond
/// that, all occurrences of an even sample of the different lines are counted, chosen by their hashes; so the result
/// still does not depend on the order of the files, nor on how the work was divided before merging.
///
/// Memory is at most 64 bytes per line of `capacity` (8 MiB as created by default), and little for small projects.
/// Not thread-safe: use one per thread, then merge.
public final class DuplicationCounter {
    /// Lines with fewer bytes besides white space, such as `} else {`, say nothing about copying.
    public static final int SHORTEST_LINE = 16;

    private static final int DEFAULT_CAPACITY = 1 << 17;
    private static final int FIRST_SLOTS = 1 << 8;

    private final int capacity;
    private long[] hashes = new long[FIRST_SLOTS];
    private long[] counts = new long[FIRST_SLOTS];
    private int distinct;
    private long total;
    private int level;

    /// A counter that is exact up to 131,072 different lines.
    public DuplicationCounter() {
        this(DEFAULT_CAPACITY);
    }

    /// @param capacity how many different lines to remember, at least 1
    public DuplicationCounter(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("the capacity must be positive: " + capacity);
        }
        this.capacity = capacity;
    }

    /// Adds everything that `other` has counted; `other` stays as it is.
    ///
    /// @throws IllegalArgumentException when the capacities differ, as the result would then depend on the order
    public void merge(DuplicationCounter other) {
        if (other.capacity != capacity || other == this) {
            throw new IllegalArgumentException("only another counter of the same capacity can be merged");
        }
        raiseLevel(other.level);
        for (int slot = 0; slot < other.hashes.length; slot++) {
            add(other.hashes[slot], other.counts[slot]);
        }
    }

    /// Share of the lines that repeat another line, from 0 to 1 (never reached); 0 when there are no lines.
    public double ratio() {
        return Ratio.of(total - distinct, total);
    }

    /// Whether every line counts; otherwise the ratio is an estimate from a sample.
    public boolean isExact() {
        return level == 0;
    }

    /// Counts a line of code by an evenly spread hash.
    void add(long hash) {
        add(hash, 1);
    }

    private void add(long hash, long times) {
        if (times == 0 || !isSampled(hash)) {
            return;
        }
        int slot = slotOf(hash);
        if (counts[slot] == 0) {
            hashes[slot] = hash;
            distinct++;
        }
        counts[slot] += times;
        total += times;
        makeRoom();
    }

    private boolean isSampled(long hash) {
        return Long.numberOfTrailingZeros(hash) >= level;
    }

    private int slotOf(long hash) {
        int mask = hashes.length - 1;
        int slot = (int) (hash >>> 32) & mask;
        while (counts[slot] != 0 && hashes[slot] != hash) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void makeRoom() {
        while (distinct > capacity && level < Long.SIZE) {
            raiseLevel(level + 1);
        }
        if (distinct > hashes.length / 2) {
            rebuild(hashes.length * 2);
        }
    }

    private void raiseLevel(int newLevel) {
        if (newLevel > level) {
            level = newLevel;
            rebuild(hashes.length);
        }
    }

    private void rebuild(int slots) {
        long[] oldHashes = hashes;
        long[] oldCounts = counts;
        hashes = new long[slots];
        counts = new long[slots];
        distinct = 0;
        total = 0;
        for (int slot = 0; slot < oldHashes.length; slot++) {
            add(oldHashes[slot], oldCounts[slot]);
        }
    }
}
