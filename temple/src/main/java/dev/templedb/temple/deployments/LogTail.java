package dev.templedb.temple.deployments;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Keeps the end of what was said. Thread-safe.
final class LogTail {
    /// The most bytes that are kept.
    static final int BYTES = 256 << 10;

    private static final String CUT = "[the beginning is left out]\n";

    private final byte[] ring = new byte[BYTES];
    private long written;

    synchronized void write(byte[] bytes) {
        for (int i = Math.max(0, bytes.length - BYTES); i < bytes.length; i++) {
            ring[(int) ((written + i) % BYTES)] = bytes[i];
        }
        written += bytes.length;
    }

    /// How many bytes were said by now.
    synchronized long written() {
        return written;
    }

    /// As text; bytes that are no UTF-8 become replacement characters, NUL a space.
    synchronized String text() {
        int length = (int) Math.min(written, BYTES);
        var bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = ring[(int) ((written - length + i) % BYTES)];
        }
        var text = new String(bytes, StandardCharsets.UTF_8).replace('\0', ' ');
        return written > BYTES ? CUT + text.substring(text.indexOf('\n') + 1) : text;
    }

    /// The last lines that are not blank.
    List<String> lastLines(int most) {
        var lines = text().lines().filter(line -> !line.isBlank()).toList();
        return lines.subList(Math.max(0, lines.size() - most), lines.size());
    }
}
