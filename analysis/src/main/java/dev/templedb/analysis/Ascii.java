package dev.templedb.analysis;

import java.nio.charset.StandardCharsets;

/// Classes of bytes. Bytes beyond ASCII belong to words, whatever the encoding.
final class Ascii {
    private static final boolean[] WORD = new boolean[256];

    static {
        for (int b = 0; b < 256; b++) {
            WORD[b] = b >= 0x80 || b == '_' || isDigit(b) || isLetter(b);
        }
    }

    private Ascii() {}

    static boolean isWord(int b) {
        return WORD[b & 0xff];
    }

    static boolean isDigit(int b) {
        return b >= '0' && b <= '9';
    }

    static boolean isHexDigit(int b) {
        return isDigit(b) || (b | 0x20) >= 'a' && (b | 0x20) <= 'f';
    }

    static boolean isLetter(int b) {
        return (b | 0x20) >= 'a' && (b | 0x20) <= 'z';
    }

    static boolean isLineEnd(int b) {
        return b == '\n' || b == '\r';
    }

    /// White space within a line: space, tab, vertical tab and form feed.
    static boolean isSpace(int b) {
        return b == ' ' || b == '\t' || b == 0x0b || b == '\f';
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
