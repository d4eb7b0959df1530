package dev.templedb.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// How long requests took, and how many of them went wrong. Safe for use by several threads.
final class Latencies {
    private long[] nanos = new long[1024];
    private int count;
    private int failures;

    synchronized void add(long taken, boolean isGood) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = taken;
        failures += isGood ? 0 : 1;
    }

    /// Adds what others have measured.
    void addAll(Latencies others) {
        synchronized (others) {
            for (int i = 0; i < others.count; i++) {
                add(others.nanos[i], true);
            }
            synchronized (this) {
                failures += others.failures;
            }
        }
    }

    synchronized int count() {
        return count;
    }

    /// Milliseconds that `share` of the requests took at most, of 0 to 1.
    synchronized double millis(double share) {
        if (count == 0) {
            return 0;
        }
        var sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(share * count) - 1)] / 1e6;
    }

    /// The header of a table whose rows are of [#row].
    ///
    /// @param first what each row says of itself
    static List<String> header(String... first) {
        var header = new ArrayList<>(List.of(first));
        header.addAll(List.of("requests", "median ms", "p95 ms", "p99 ms", "longest ms", "failed"));
        return header;
    }

    /// A row of a table, with the columns of [#header].
    synchronized List<String> row(String... first) {
        var row = new ArrayList<>(List.of(first));
        row.addAll(List.of(
                Figures.count(count), shown(0.5), shown(0.95), shown(0.99), shown(1), Integer.toString(failures)));
        return row;
    }

    private String shown(double share) {
        return String.format(Locale.ROOT, "%.1f", millis(share));
    }
}
