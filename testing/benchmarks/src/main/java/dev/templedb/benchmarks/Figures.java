package dev.templedb.benchmarks;

import java.util.Locale;

/// Figures as the report shows them.
final class Figures {
    private Figures() {}

    /// Seconds, with about three digits.
    static String seconds(double seconds) {
        return format(seconds < 1 ? "%.3f" : seconds < 10 ? "%.2f" : "%.1f", seconds);
    }

    /// Millions of bytes.
    static String megabytes(long bytes) {
        return format(bytes < 100_000_000 ? "%.2f" : "%.1f", bytes / 1e6);
    }

    /// Memory, in whole millions of bytes.
    static String memory(long bytes) {
        return bytes == 0 ? "" : format("%.0f", bytes / 1e6);
    }

    /// How often `theirs` goes into `ours`; nothing when there is no such figure.
    static String ratio(double ours, double theirs) {
        return ours == 0 || theirs == 0 ? "" : format("%.2f×", ours / theirs);
    }

    /// How often `theirs` goes into `ours`.
    static String ratio(long ours, long theirs) {
        return ratio((double) ours, (double) theirs);
    }

    static String count(long count) {
        return format("%,d", count);
    }

    private static String format(String pattern, Object value) {
        return String.format(Locale.ROOT, pattern, value);
    }
}
