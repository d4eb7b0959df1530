package dev.templedb.packages.ssh;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/// Files of one block of Base64 between two lines.
final class Pem {
    private Pem() {}

    /// Whether the file begins with the line of `label`.
    static boolean isLabelled(byte[] file, String label) {
        return startsWith(file, start(file), begin(label));
    }

    /// What is between the lines of `label`; line ends and blanks do not count, nor what follows. The caller wipes
    /// it.
    ///
    /// @throws InvalidSsh when a line is missing, or it is no Base64
    static byte[] body(byte[] file, String label) throws InvalidSsh {
        var begin = begin(label);
        var end = "-----END %s-----".formatted(label).getBytes(StandardCharsets.US_ASCII);
        int from = start(file) + begin.length;
        int to = from;
        while (to < file.length && !startsWith(file, to, end)) {
            to++;
        }
        if (!isLabelled(file, label) || to >= file.length) {
            throw new InvalidSsh("it is damaged");
        }
        var base64 = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            if (!isBlank(file[i])) {
                base64[length++] = file[i];
            }
        }
        var trimmed = Arrays.copyOf(base64, length);
        try {
            return Base64.getDecoder().decode(trimmed);
        } catch (IllegalArgumentException wrong) {
            throw new InvalidSsh("it is damaged", wrong);
        } finally {
            Arrays.fill(base64, (byte) 0);
            Arrays.fill(trimmed, (byte) 0);
        }
    }

    private static byte[] begin(String label) {
        return "-----BEGIN %s-----".formatted(label).getBytes(StandardCharsets.US_ASCII);
    }

    private static int start(byte[] file) {
        int at = 0;
        while (at < file.length && isBlank(file[at])) {
            at++;
        }
        return at;
    }

    private static boolean isBlank(byte one) {
        return one == ' ' || one == '\t' || one == '\r' || one == '\n';
    }

    private static boolean startsWith(byte[] bytes, int from, byte[] start) {
        return bytes.length - from >= start.length
                && Arrays.equals(bytes, from, from + start.length, start, 0, start.length);
    }
}
