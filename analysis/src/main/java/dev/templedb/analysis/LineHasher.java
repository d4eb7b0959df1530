package dev.templedb.analysis;

/// Hashes the lines of a window without their white space and hands those of code to a [DuplicationCounter].
final class LineHasher {
    private static final long SEED = 0xcbf29ce484222325L;
    private static final long FACTOR = 0x100000001b3L;

    private final byte[] window;
    private final DuplicationCounter target;
    private int position;
    private long hash = SEED;
    private long length;

    LineHasher(byte[] window, int position, DuplicationCounter target) {
        this.window = window;
        this.position = position;
        this.target = target;
    }

    void hashUpTo(int end) {
        for (int at = position; at < end; at++) {
            byte b = window[at];
            if (b > ' ' || b < 0) {
                hash = (hash ^ b) * FACTOR;
                length++;
            }
        }
        position = end;
    }

    /// Says that the contents of the window have moved down by `shift`.
    void moved(int shift) {
        position -= shift;
    }

    void endLine(int end, boolean hasCode) {
        hashUpTo(end);
        if (hasCode && length >= DuplicationCounter.SHORTEST_LINE) {
            target.add(mix(hash));
        }
        hash = SEED;
        length = 0;
    }

    /// Spreads every bit over all others, as the counter samples by the lowest bits.
    private static long mix(long value) {
        long mixed = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}
