package dev.templedb.analysis.secrets;

/// Lines in which nothing was found, so that the many versions of a file are not searched many times. Takes 2 MiB of
/// memory; remembers the
/// last lines it was told of, by hashes of 64 bits. Not thread-safe.
public final class SeenLines {
    private static final int SLOTS = 1 << 18;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final long[] slots = new long[SLOTS];

    /// The hash of no bytes.
    static long begin() {
        return 1;
    }

    static long add(long hash, byte next) {
        return (hash ^ next) * MULTIPLIER;
    }

    private static int slot(long hash) {
        return (int) (hash >>> 46);
    }

    boolean contains(long hash) {
        return slots[slot(hash)] == hash;
    }

    void remember(long hash) {
        slots[slot(hash)] = hash;
    }
}
