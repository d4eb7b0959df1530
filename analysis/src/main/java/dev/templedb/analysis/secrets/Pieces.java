package dev.templedb.analysis.secrets;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Up to 63 short texts that are looked for together, in one pass over the bytes instead of one for each.
///
/// Immutable and thread-safe. Costs about a nanosecond a byte, and 64 KiB of memory.
final class Pieces {
    private static final int MOST = 63;

    private final List<String> texts;
    private final byte[][] pieces;
    /// For each two bytes, 0 or the place in `candidates` of those that begin with them.
    private final byte[] firstTwo = new byte[1 << 16];

    private final long[] candidates;

    private Pieces(List<String> texts) {
        this.texts = texts;
        this.pieces = new byte[texts.size()][];
        var masks = new ArrayList<Long>();
        masks.add(0L);
        for (int i = 0; i < pieces.length; i++) {
            pieces[i] = texts.get(i).getBytes(StandardCharsets.ISO_8859_1);
            int pair = pair(pieces[i], 0);
            if (firstTwo[pair] == 0) {
                firstTwo[pair] = (byte) masks.size();
                masks.add(0L);
            }
            masks.set(firstTwo[pair], masks.get(firstTwo[pair]) | 1L << i);
        }
        this.candidates = masks.stream().mapToLong(Long::longValue).toArray();
    }

    /// These pieces, each of at least two characters of ISO 8859-1.
    static Pieces of(List<String> texts) {
        if (texts.size() > MOST || texts.stream().anyMatch(text -> text.length() < 2)) {
            throw new IllegalArgumentException("too many pieces, or too short ones");
        }
        return new Pieces(List.copyOf(texts));
    }

    /// The bits of some of the pieces.
    long mask(List<String> some) {
        long mask = 0;
        for (int i = 0; i < pieces.length; i++) {
            mask |= some.contains(texts.get(i)) ? 1L << i : 0;
        }
        return mask;
    }

    /// Which pieces lie in `bytes` from `start` to `end`: a bit for each, in the order that they were given in.
    long in(byte[] bytes, int start, int end) {
        long found = 0;
        for (int i = start; i < end - 1; i++) {
            int place = firstTwo[pair(bytes, i)];
            if (place != 0) {
                found |= at(bytes, i, end, candidates[place] & ~found);
            }
        }
        return found;
    }

    private static int pair(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    private long at(byte[] bytes, int start, int end, long wanted) {
        long found = 0;
        for (long left = wanted; left != 0; left &= left - 1) {
            var piece = pieces[Long.numberOfTrailingZeros(left)];
            if (isAt(bytes, start, end, piece)) {
                found |= Long.lowestOneBit(left);
            }
        }
        return found;
    }

    private static boolean isAt(byte[] bytes, int start, int end, byte[] piece) {
        if (end - start < piece.length) {
            return false;
        }
        for (int i = 2; i < piece.length; i++) {
            if (bytes[start + i] != piece[i]) {
                return false;
            }
        }
        return true;
    }
}
