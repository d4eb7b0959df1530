package dev.templedb.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Databases with many tenants, inside one process: what branches, merges, columns, tenants and rows cost.
final class DatabasesOfManyTenants implements Piece {
    @Override
    public String name() {
        return "databases";
    }

    @Override
    public String title() {
        return "Databases with many tenants, in process";
    }

    @Override
    public List<String> commands() {
        return List.of("db create");
    }

    @Override
    public boolean isIndependent() {
        return true;
    }

    @Override
    public void measure(Workbench bench, Report report) throws IOException {
        report.sentence("Next to plain SQLite files that the same driver opens, changes and closes one after the other"
                + " (WAL, synchronous=NORMAL, one transaction a file). Times in milliseconds, medians.");
        var room = bench.scratch().room();
        try {
            var lines = bench.processes().text(work(bench, room)).lines().toList();
            var rows = new ArrayList<List<String>>();
            for (var line : lines) {
                var cells = line.split("\t", -1);
                if (cells.length == 3) {
                    double ours = Double.parseDouble(cells[1]);
                    double theirs = Double.parseDouble(cells[2]);
                    rows.add(List.of(cells[0], figure(ours), figure(theirs), Figures.ratio(ours, theirs)));
                }
            }
            report.table(List.of("", "ours", "plain SQLite", "ours / it"), rows);
        } finally {
            Scratch.delete(room);
        }
    }

    private static Command work(Workbench bench, Path room) {
        var root = bench.options().root();
        var dist = root.resolve("cli/target/dist");
        return Command.of(
                System.getProperty("java.home") + "/bin/java",
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx256m",
                "-Dorg.sqlite.lib.path=" + dist.resolve("native"),
                "-Dorg.sqlite.lib.name=sqlite",
                "-cp",
                dist.resolve("lib") + "/*",
                root.resolve("testing/benchmarks/src/main/java/dev/templedb/benchmarks/DatabaseWork.java"),
                room);
    }

    private static String figure(double value) {
        return value == 0 ? "" : String.format(Locale.ROOT, value < 1 ? "%.4f" : value < 100 ? "%.2f" : "%,.0f", value);
    }
}
