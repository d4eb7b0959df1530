package dev.templedb.temple.diff;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.DeflaterOutputStream;

/// A whole content as text, as git puts binary files into patches: compressed, in lines of 52 bytes in base 85.
final class BinaryLiteral {
    private static final String DIGITS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";
    private static final int LINE_BYTES = 52;
    private static final int GROUP = 4;
    private static final int GROUP_DIGITS = 5;

    private BinaryLiteral() {}

    static void write(byte[] content, OutputStream out) throws IOException {
        var compressed = new ByteArrayOutputStream();
        try (var deflater = new DeflaterOutputStream(compressed)) {
            deflater.write(content);
        }
        var bytes = compressed.toByteArray();
        var text = new StringBuilder("literal ").append(content.length).append('\n');
        for (int start = 0; start < bytes.length; start += LINE_BYTES) {
            int length = Math.min(LINE_BYTES, bytes.length - start);
            text.append((char) (length <= 26 ? 'A' + length - 1 : 'a' + length - 27));
            for (int at = 0; at < length; at += GROUP) {
                append(text, bytes, start + at, Math.min(GROUP, length - at));
            }
            text.append('\n');
        }
        out.write(text.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
    }

    private static void append(StringBuilder text, byte[] bytes, int from, int length) {
        long number = 0;
        for (int i = 0; i < GROUP; i++) {
            number = number << 8 | (i < length ? bytes[from + i] & 0xff : 0);
        }
        var digits = new char[GROUP_DIGITS];
        for (int i = GROUP_DIGITS - 1; i >= 0; i--) {
            digits[i] = DIGITS.charAt((int) (number % DIGITS.length()));
            number /= DIGITS.length();
        }
        text.append(digits);
    }
}
