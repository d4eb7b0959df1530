package dev.templedb.analysis;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// How the bytes of a file stand for text, as far as lines and tokens are concerned.
///
/// Every encoding that keeps ASCII bytes for ASCII characters, such as Latin-1, counts as UTF-8 here.
enum TextEncoding {
    UTF_8(0, StandardCharsets.UTF_8),
    UTF_8_WITH_MARK(3, StandardCharsets.UTF_8),
    UTF_16LE(2, StandardCharsets.UTF_16LE),
    UTF_16BE(2, StandardCharsets.UTF_16BE),
    BINARY(0, StandardCharsets.ISO_8859_1);

    private final int markBytes;
    private final Charset charset;

    TextEncoding(int markBytes, Charset charset) {
        this.markBytes = markBytes;
        this.charset = charset;
    }

    /// Decides by the first bytes of a file, at most [FileAnalyzer#HEAD_BYTES].
    static TextEncoding of(byte[] head) {
        if (beginsWith(head, 0xef, 0xbb, 0xbf)) {
            return hasNul(head, 1) ? BINARY : UTF_8_WITH_MARK;
        }
        if (beginsWith(head, 0xff, 0xfe)) {
            return hasNul(head, 2) ? BINARY : UTF_16LE;
        }
        if (beginsWith(head, 0xfe, 0xff)) {
            return hasNul(head, 2) ? BINARY : UTF_16BE;
        }
        return hasNul(head, 1) ? BINARY : UTF_8;
    }

    /// Length of the byte order mark in bytes.
    int markBytes() {
        return markBytes;
    }

    boolean isUtf16() {
        return this == UTF_16LE || this == UTF_16BE;
    }

    /// The text of `head` after the mark; bytes that mean nothing become replacement characters.
    String decode(byte[] head) {
        return decode(head, markBytes, head.length);
    }

    /// The text between two places, with replacement characters in the same way.
    String decode(byte[] content, int start, int end) {
        return new String(content, start, end - start, charset);
    }

    private static boolean beginsWith(byte[] head, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (i >= head.length || (head[i] & 0xff) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    /// Whether a character of `width` bytes is NUL.
    private static boolean hasNul(byte[] head, int width) {
        for (int i = 0; i + width <= head.length; i += width) {
            if (head[i] == 0 && head[i + width - 1] == 0) {
                return true;
            }
        }
        return false;
    }
}
