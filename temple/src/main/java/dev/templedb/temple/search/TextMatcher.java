package dev.templedb.temple.search;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Finds an exact text, byte by byte, as Horspool did: most bytes are never looked at.
final class TextMatcher implements LineMatcher {
    private final byte[] text;
    private final int[] skips = new int[256];

    TextMatcher(String text) {
        this.text = text.getBytes(StandardCharsets.UTF_8);
        int last = this.text.length - 1;
        Arrays.fill(skips, this.text.length);
        for (int i = 0; i < last; i++) {
            skips[this.text[i] & 0xFF] = last - i;
        }
    }

    @Override
    public long find(byte[] content, int start, int end) {
        int at = next(content, start, end);
        return at < 0 ? -1 : LineMatcher.span(at, at + text.length);
    }

    @Override
    public int next(byte[] content, int start, int end) {
        int last = text.length - 1;
        for (int at = start + last; at < end; at += skips[content[at] & 0xFF]) {
            if (content[at] == text[last] && Arrays.equals(content, at - last, at, text, 0, last)) {
                return at - last;
            }
        }
        return -1;
    }
}
