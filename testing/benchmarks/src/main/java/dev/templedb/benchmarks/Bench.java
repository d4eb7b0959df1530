package dev.templedb.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/// Runs the pieces of work on each repository and prints the report; called by `./bench`.
public final class Bench {
    private static final List<Piece> PIECES = List.of(
            new StartUp(),
            new ImportHistory(),
            new ExportPackage(),
            new VerifyPackage(),
            new ImportPackage(),
            new Checkout(),
            new ExportGit(),
            new SyncTenFiles(),
            new SyncNothing(),
            new StatusOfTenFiles(),
            new DiffOfTenFiles(),
            new CommitOfTenFiles(),
            new LogOfCommits(),
            new SearchInFiles(),
            new AnalyzeCode(),
            new StoredSize(),
            new TreeOf404Files(),
            new PushWhole(),
            new PushTenFiles(),
            new PullWhole(),
            new RegistryRequests(),
            new RegistryPackages(),
            new RegistrySearch(),
            new RegistryStart(),
            new DatabasesOfManyTenants(),
            new ManySyncs());

    private Bench() {}

    public static void main(String[] words) throws IOException {
        Options options;
        try {
            options = Options.parse(words, PIECES.stream().map(Piece::name).toList());
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage() + " See ./bench --help.");
            System.exit(2);
            return;
        }
        try (var scratch = new Scratch()) {
            var processes = new Processes(scratch.path());
            var report = new Report(System.out);
            Machine.describe(report, processes, options);
            if (PIECES.stream()
                    .anyMatch(piece -> options.wants(piece) && piece.commands().contains("serve"))) {
                RegistryServer.build(processes, options);
            }
            boolean first = true;
            for (var path : options.repositories()) {
                measure(options, new Workbench(options, processes, scratch, path), first, report);
                first = false;
            }
            if (options.output().isPresent()) {
                Files.writeString(options.output().get(), report.text());
            }
            System.exit(report.hasFailures() ? 1 : 0);
        }
    }

    private static void measure(Options options, Workbench bench, boolean first, Report report) throws IOException {
        report.heading(bench.repository().describe());
        for (var piece : PIECES) {
            if (!options.wants(piece) || piece.isIndependent() && !first) {
                continue;
            }
            var missing = piece.commands().stream()
                    .filter(command -> !bench.ours().knows(command))
                    .toList();
            if (!missing.isEmpty()) {
                report.section(piece);
                report.sentence("Not measured: there is no command `templedb "
                        + String.join("` and no `templedb ", missing) + "` yet.");
                continue;
            }
            System.err.println(bench.repository().name() + ": " + piece.title() + " ...");
            report.section(piece);
            try {
                piece.measure(bench, report);
            } catch (ProcessFailed failed) {
                report.failure(bench.withoutPaths(failed.sentence()));
            }
        }
        bench.close();
    }
}
