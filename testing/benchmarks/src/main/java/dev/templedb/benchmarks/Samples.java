package dev.templedb.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// The runs of one contestant.
final class Samples {
    private final List<Run> runs = new ArrayList<>();

    void add(Run run) {
        runs.add(run);
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }

    double medianSeconds() {
        return median(Run::seconds);
    }

    double medianCpuSeconds() {
        return median(Run::cpuSeconds);
    }

    double fastestSeconds() {
        return runs.stream().mapToDouble(Run::seconds).min().orElse(0);
    }

    double slowestSeconds() {
        return runs.stream().mapToDouble(Run::seconds).max().orElse(0);
    }

    long peakBytes() {
        return runs.stream().mapToLong(Run::peakBytes).max().orElse(0);
    }

    private double median(ToDoubleFunction<Run> of) {
        var sorted = runs.stream().mapToDouble(of).sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
