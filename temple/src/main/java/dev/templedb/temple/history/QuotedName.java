package dev.templedb.temple.history;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Names between double quotes as in C, the way git prints them: `"caf\351"`. Only ASCII comes out, so that such a name
/// goes through every terminal, program and locale.
final class QuotedName {
    private static final String LETTERS = "abtnvfr\"\\";
    private static final String MEANINGS = "\u0007\b\t\n\u000b\f\r\"\\";

    private QuotedName() {}

    static String of(byte[] name) {
        var text = new StringBuilder("\"");
        for (byte b : name) {
            int at = MEANINGS.indexOf(b);
            if (b >= 0 && at >= 0) {
                text.append('\\').append(LETTERS.charAt(at));
            } else if (b >= 0x20 && b < 0x7f) {
                text.append((char) b);
            } else {
                text.append("\\%03o".formatted(b & 0xff));
            }
        }
        return text.append('"').toString();
    }

    /// The bytes that `text` spells, unless it is not quoted in that way.
    static Optional<byte[]> bytes(String text) {
        if (text.length() < 2 || !text.startsWith("\"") || !text.endsWith("\"")) {
            return Optional.empty();
        }
        var inner = text.substring(1, text.length() - 1).getBytes(StandardCharsets.UTF_8);
        var bytes = new ByteArrayOutputStream(inner.length);
        for (int i = 0; i < inner.length; i++) {
            if (inner[i] == '"') {
                return Optional.empty();
            }
            if (inner[i] != '\\') {
                bytes.write(inner[i]);
            } else if (i + 1 < inner.length && LETTERS.indexOf(inner[i + 1]) >= 0) {
                bytes.write(MEANINGS.charAt(LETTERS.indexOf(inner[++i])));
            } else if (isOctal(inner, i + 1)) {
                bytes.write((inner[i + 1] - '0') << 6 | (inner[i + 2] - '0') << 3 | inner[i + 3] - '0');
                i += 3;
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(bytes.toByteArray());
    }

    private static boolean isOctal(byte[] text, int at) {
        return at + 2 < text.length
                && text[at] >= '0'
                && text[at] <= '3'
                && text[at + 1] >= '0'
                && text[at + 1] <= '7'
                && text[at + 2] >= '0'
                && text[at + 2] <= '7';
    }
}
