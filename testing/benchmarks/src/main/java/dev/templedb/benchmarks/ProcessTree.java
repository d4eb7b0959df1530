package dev.templedb.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What a process and those that it has started cost, as Linux tells it.
final class ProcessTree {
    private static final double TICKS_A_SECOND = 100;

    private final ProcessHandle root;

    ProcessTree(ProcessHandle root) {
        this.root = root;
    }

    /// Seconds of processor time, with those that have ended.
    double cpuSeconds() throws IOException {
        return cpuSeconds(Stream.concat(Stream.of(root), root.descendants()));
    }

    /// Seconds of processor time of what the process has started.
    double cpuSecondsOfOthers() throws IOException {
        return cpuSeconds(root.descendants());
    }

    private static double cpuSeconds(Stream<ProcessHandle> processes) throws IOException {
        long ticks = 0;
        for (var process : processes.toList()) {
            var file = proc(process, "stat");
            if (Files.exists(file)) {
                // Behind the name, which may have spaces: state is the third field, times are 14 to 17.
                var fields = Files.readString(file).replaceFirst(".*\\) ", "").split(" ");
                for (int field = 14; field <= 17; field++) {
                    ticks += Long.parseLong(fields[field - 3]);
                }
            }
        }
        return ticks / TICKS_A_SECOND;
    }

    /// The most memory that the process had resident since [#forgetPeak].
    long peakBytes() throws IOException {
        try (var lines = Files.lines(proc(root, "status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        }
    }

    void forgetPeak() throws IOException {
        Files.writeString(proc(root, "clear_refs"), "5");
    }

    private static Path proc(ProcessHandle process, String file) {
        return Path.of("/proc", Long.toString(process.pid()), file);
    }
}
