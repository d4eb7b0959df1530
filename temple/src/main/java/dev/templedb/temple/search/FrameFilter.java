package dev.templedb.temple.search;

import dev.templedb.analysis.PlainText;
import java.util.BitSet;
import java.util.Locale;

/// Says whether the blobs of a frame can have what is needed: one bit for each hash of three ASCII characters in a row
/// that one of them has, letters in small. Bits may be set for nothing, never missing.
final class FrameFilter {
    private static final int BITS = 15;

    private final byte[] bits;
    private final BitSet binaries;

    /// An empty filter.
    FrameFilter() {
        this(new byte[1 << BITS - 3], new BitSet());
    }

    /// A filter as it was stored.
    FrameFilter(byte[] bits, BitSet binaries) {
        this.bits = bits;
        this.binaries = binaries;
    }

    byte[] bits() {
        return bits;
    }

    /// Which objects of the frame are binary.
    BitSet binaries() {
        return binaries;
    }

    /// Takes in a blob.
    void add(PlainText text) {
        int group = 0;
        int start = text.start();
        for (int i = start; i < text.end(); i++) {
            int letter = text.bytes()[i];
            group = (group << 8 | (letter >= 'A' && letter <= 'Z' ? letter + 32 : letter & 0xFF)) & 0xFFFFFF;
            if (i >= start + 2) {
                int hash = hash(group);
                bits[hash >>> 3] |= (byte) (1 << (hash & 7));
            }
        }
    }

    private static int hash(int group) {
        return group * 0x9E3779B1 >>> 32 - BITS;
    }

    /// Whether a blob in the frame can have what `need` says.
    ///
    /// @param ignoreCase whether case does not matter; then k and s may be other letters than those of ASCII
    boolean mayHave(Need need, boolean ignoreCase) {
        return switch (need) {
            case Need.Literal literal -> mayHave(literal.text().toLowerCase(Locale.ROOT), ignoreCase);
            case Need.Window window ->
                window.texts().stream().anyMatch(text -> mayHave(text.toLowerCase(Locale.ROOT), ignoreCase));
            case Need.Row _ -> true;
            case Need.All all -> all.parts().stream().allMatch(part -> mayHave(part, ignoreCase));
            case Need.Any any -> any.parts().stream().anyMatch(part -> mayHave(part, ignoreCase));
        };
    }

    private boolean mayHave(String text, boolean ignoreCase) {
        for (int i = 0; i + 3 <= text.length(); i++) {
            int group = 0;
            boolean isCertain = true;
            for (int k = i; k < i + 3; k++) {
                char letter = text.charAt(k);
                isCertain &= letter < 128 && !(ignoreCase && (letter == 'k' || letter == 's'));
                group = group << 8 | letter;
            }
            int hash = hash(group & 0xFFFFFF);
            if (isCertain && (bits[hash >>> 3] & 1 << (hash & 7)) == 0) {
                return false;
            }
        }
        return true;
    }
}
