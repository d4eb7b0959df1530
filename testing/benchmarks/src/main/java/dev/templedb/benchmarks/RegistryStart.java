package dev.templedb.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// From the start of the server, with its PostgreSQL, to its first answer that it is ready.
final class RegistryStart implements Piece {
    private static final Map<String, String> WITHOUT_CACHE = Map.of("CATHEDRAL_JAVA_OPTS", "-XX:AOTMode=off");

    @Override
    public String name() {
        return "server-start";
    }

    @Override
    public String title() {
        return "Start of a registry with its PostgreSQL";
    }

    @Override
    public List<String> commands() {
        return List.of("serve");
    }

    @Override
    public boolean isIndependent() {
        return true;
    }

    /// What was measured of one kind of start.
    private record Kind(String name, Samples starts, Samples stops) {
        Kind(String name) {
            this(name, new Samples(), new Samples());
        }

        void measure(Workbench bench, java.nio.file.Path data, Map<String, String> environment) throws IOException {
            bench.processes().run(Command.of("sync", "-f", bench.scratch().path()));
            try (var server = RegistryServer.start(bench, data, environment)) {
                var usage = server.usage();
                starts.add(new Run(server.secondsToReady(), usage.cpuSeconds(), usage.peakBytes()));
                stops.add(new Run(server.stop(), 0, 0));
            }
        }

        List<String> row() {
            return List.of(
                    name,
                    Figures.seconds(starts.medianSeconds()),
                    Figures.seconds(starts.fastestSeconds()) + "–" + Figures.seconds(starts.slowestSeconds()),
                    Figures.seconds(starts.medianCpuSeconds()),
                    Figures.memory(starts.peakBytes()),
                    Figures.seconds(stops.medianSeconds()));
        }
    }

    @Override
    public void measure(Workbench bench, Report report) throws IOException {
        var first = new Kind("in an empty directory");
        var later = new Kind("**later starts**");
        var uncached = new Kind("later starts without the JDK's cache");
        for (int round = 0; round < bench.options().rounds(); round++) {
            var room = bench.scratch().room();
            var data = room.resolve("data");
            first.measure(bench, data, Map.of());
            later.measure(bench, data, Map.of());
            uncached.measure(bench, data, WITHOUT_CACHE);
            Scratch.delete(room);
        }
        var rows = new ArrayList<List<String>>();
        for (var kind : List.of(first, later, uncached)) {
            rows.add(kind.row());
        }
        report.table(
                List.of(bench.options().rounds() + " rounds", "median s", "range s", "CPU s", "peak MB", "to stop, s"),
                rows);
    }
}
