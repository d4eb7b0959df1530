package dev.templedb.temple.attributes;

import java.io.IOException;
import java.io.InputStream;

/// Counts what git counts to tell text from other content, and to see which line ends it has. Not thread-safe.
final class TextCounts {
    private static final int BUFFER_BYTES = 1 << 16;

    private long crlf;
    private long loneCr;
    private long loneLf;
    private long printable;
    private long nonPrintable;
    private boolean hasNul;
    private int last = -1;

    static TextCounts of(byte[] bytes) {
        var counts = new TextCounts();
        counts.add(bytes, bytes.length);
        counts.end();
        return counts;
    }

    /// Reads `in` to its end.
    static TextCounts of(InputStream in) throws IOException {
        var counts = new TextCounts();
        var buffer = new byte[BUFFER_BYTES];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            counts.add(buffer, n);
        }
        counts.end();
        return counts;
    }

    void add(byte[] bytes, int length) {
        int before = last;
        for (int i = 0; i < length; i++) {
            int c = bytes[i] & 0xff;
            if (c == '\n') {
                if (before == '\r') {
                    crlf++;
                } else {
                    loneLf++;
                }
            } else {
                if (before == '\r') {
                    loneCr++;
                }
                if (c != '\r') {
                    count(c);
                }
            }
            before = c;
        }
        last = before;
    }

    private void count(int c) {
        if (c >= ' ' && c != 0x7f || c == '\b' || c == '\t' || c == '\f' || c == 0x1b) {
            printable++;
        } else {
            nonPrintable++;
            hasNul |= c == 0;
        }
    }

    /// To be called when all was added.
    void end() {
        if (last == '\r') {
            loneCr++;
        } else if (last == 0x1a) {
            // The mark that old systems put at the end of a text.
            nonPrintable--;
        }
        last = -1;
    }

    boolean hasCrlf() {
        return crlf > 0;
    }

    /// How many bytes less there are when each CR LF is LF.
    long crlf() {
        return crlf;
    }

    boolean hasLoneLf() {
        return loneLf > 0;
    }

    boolean isBinary() {
        return loneCr > 0 || hasNul || printable >> 7 < nonPrintable;
    }
}
