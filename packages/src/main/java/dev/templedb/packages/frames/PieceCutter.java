package dev.templedb.packages.frames;

import java.io.IOException;
import java.io.InputStream;

/// Cuts a stream into pieces at places that its content decides, so that an insertion changes one or two pieces only.
///
/// Content-defined chunking with a gear hash, after Xia et al., "FastCDC" (USENIX ATC 2016), with its two masks:
/// a stricter one before the average length, a looser one after. Not thread-safe.
final class PieceCutter {
    private static final int AVERAGE = 1 << 20;
    private static final long STRICT_MASK = 0xFFFF_F800_0000_0000L;
    private static final long LOOSE_MASK = 0xFFFF_C000_0000_0000L;
    private static final long[] GEAR = gear();

    private final InputStream in;
    private final byte[] buffer = new byte[FrameLimits.LARGEST_PIECE_BYTES];
    private int filled;
    private int taken;

    PieceCutter(InputStream in) {
        this.in = in;
    }

    /// The next piece, or an empty array at the end.
    byte[] next() throws IOException {
        System.arraycopy(buffer, taken, buffer, 0, filled - taken);
        filled -= taken;
        filled += in.readNBytes(buffer, filled, buffer.length - filled);
        taken = cut();
        return java.util.Arrays.copyOf(buffer, taken);
    }

    private int cut() {
        if (filled <= FrameLimits.SMALLEST_PIECE_BYTES) {
            return filled;
        }
        long hash = 0;
        int average = Math.min(AVERAGE, filled);
        int at = FrameLimits.SMALLEST_PIECE_BYTES;
        for (; at < average; at++) {
            hash = (hash << 1) + GEAR[buffer[at] & 0xff];
            if ((hash & STRICT_MASK) == 0) {
                return at + 1;
            }
        }
        for (; at < filled; at++) {
            hash = (hash << 1) + GEAR[buffer[at] & 0xff];
            if ((hash & LOOSE_MASK) == 0) {
                return at + 1;
            }
        }
        return filled;
    }

    /// 256 fixed random numbers: SplitMix64 from a fixed seed. Changing them would change where files are cut.
    private static long[] gear() {
        var table = new long[256];
        long state = 0x7465_6d70_6c65_6462L;
        for (int i = 0; i < table.length; i++) {
            state += 0x9E37_79B9_7F4A_7C15L;
            long mixed = (state ^ state >>> 30) * 0xBF58_476D_1CE4_E5B9L;
            mixed = (mixed ^ mixed >>> 27) * 0x94D0_49BB_1331_11EBL;
            table[i] = mixed ^ mixed >>> 31;
        }
        return table;
    }
}
