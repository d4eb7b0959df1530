package dev.templedb.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// What the figures were measured on. Neither names of hosts and users nor paths.
final class Machine {
    private Machine() {}

    static void describe(Report report, Processes processes, Options options) throws IOException {
        var facts = new ArrayList<String>();
        facts.add(processes
                        .text(Command.of(options.program(), "version"))
                        .lines()
                        .findFirst()
                        .orElse("")
                + commit(processes, options.root()));
        facts.add("%d cores (%s), %s, %s"
                .formatted(Runtime.getRuntime().availableProcessors(), processor(), memory(), kernel(processes)));
        facts.add("JDK %s (%s), %s"
                .formatted(
                        Runtime.version(),
                        System.getProperty("java.vendor"),
                        processes.text(Command.of("git", "--version"))));
        facts.add("load when it began: %s; starting a process that does nothing: %s s"
                .formatted(load(), Figures.seconds(emptyProcess(processes))));
        if (!processes.measuresMemory()) {
            facts.add("memory and CPU time were not measured: install GNU time (`apt-get install time`)");
        }
        for (var tool : List.of("tar", "zstd")) {
            if (!processes.hasProgram(tool)) {
                facts.add("some peers fail below, because there is no `%s` here".formatted(tool));
            }
        }
        report.title("Benchmarks of " + LocalDate.now(ZoneOffset.UTC));
        report.list(facts);
    }

    private static String commit(Processes processes, Path root) throws IOException {
        try {
            return ", commit " + processes.text(Command.of("git", "-C", root, "describe", "--always", "--dirty"));
        } catch (ProcessFailed notInGit) {
            return "";
        }
    }

    private static double emptyProcess(Processes processes) throws IOException {
        var samples = new Samples();
        for (int i = 0; i < 21; i++) {
            samples.add(processes.measure(Command.of("true")));
        }
        return samples.medianSeconds();
    }

    private static String processor() throws IOException {
        return line("/proc/cpuinfo", "model name").replaceFirst(".*:\\s*", "");
    }

    private static String memory() throws IOException {
        var kilobytes = line("/proc/meminfo", "MemTotal").replaceAll("[^0-9]", "");
        return kilobytes.isEmpty() ? "memory unknown" : Long.parseLong(kilobytes) / 1_000_000 + " GB of memory";
    }

    private static String kernel(Processes processes) throws IOException {
        return processes.text(Command.of("uname", "-srm"));
    }

    private static String load() throws IOException {
        var file = Path.of("/proc/loadavg");
        return Files.exists(file) ? Files.readString(file).split(" ")[0] : "unknown";
    }

    private static String line(String file, String prefix) throws IOException {
        var path = Path.of(file);
        if (!Files.exists(path)) {
            return "unknown";
        }
        try (var lines = Files.lines(path, StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.startsWith(prefix)).findFirst().orElse("unknown");
        }
    }
}
