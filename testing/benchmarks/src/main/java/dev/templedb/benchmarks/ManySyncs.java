package dev.templedb.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Many commits taken in one by one, as in a year of daily work: how large the temple becomes, and what `maintain`
/// gains.
final class ManySyncs implements Piece {
    private static final int COMMITS = 500;
    private static final String BRANCH = "refs/heads/main";

    @Override
    public String name() {
        return "many-syncs";
    }

    @Override
    public String title() {
        return "The last " + COMMITS + " commits of the main line, synced one by one";
    }

    @Override
    public List<String> commands() {
        return List.of("project import", "project sync", "maintain");
    }

    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public void measure(Workbench bench, Report report) throws IOException {
        var processes = bench.processes();
        var commits = processes
                .text(Command.git(bench.git(), "rev-list", "--first-parent", "--reverse", "-n", COMMITS + 1, "HEAD"))
                .lines()
                .toList();
        var room = bench.scratch().room();
        var source = source(bench, room.resolve("source.git"), commits.getFirst());
        var temple = room.resolve("many.sqlite");
        processes.run(bench.ours().command(temple, "project import", source, "--slug", Workbench.SLUG));
        var syncs = new Samples();
        for (var commit : commits.subList(1, commits.size())) {
            processes.run(Command.git(source, "update-ref", BRANCH, commit));
            syncs.add(processes.measure(bench.ours().command(temple, "project sync", Workbench.SLUG)));
        }
        long afterSyncs = Ours.bytes(temple);
        var maintain = processes.measure(bench.ours().command(temple, "maintain"));
        long afterMaintain = Ours.bytes(temple);
        var fresh = room.resolve("fresh.sqlite");
        processes.run(bench.ours().command(fresh, "project import", source, "--slug", Workbench.SLUG));
        long freshBytes = Ours.bytes(fresh);
        report.sentence(
                "%d syncs: median %s s, slowest %s s, %s MB of memory at most; `maintain`: %s s, %s MB of memory."
                        .formatted(
                                commits.size() - 1,
                                Figures.seconds(syncs.medianSeconds()),
                                Figures.seconds(syncs.slowestSeconds()),
                                Figures.memory(syncs.peakBytes()),
                                Figures.seconds(maintain.seconds()),
                                Figures.memory(maintain.peakBytes())));
        report.table(
                List.of("", "MB", "it / fresh import"),
                List.of(
                        row("**temple after the syncs**", afterSyncs, freshBytes),
                        row("**temple after `maintain`**", afterMaintain, freshBytes),
                        row("**temple, fresh import**", freshBytes, freshBytes),
                        row(
                                "git repack -adf",
                                StoredSize.repacked(bench, withoutAlternates(bench, source, room)),
                                freshBytes)));
        Scratch.delete(room);
    }

    private static List<String> row(String name, long bytes, long fresh) {
        return List.of(name, Figures.megabytes(bytes), Figures.ratio(bytes, fresh));
    }

    /// A repository that borrows all objects of the one that is measured, and whose only branch is at `first`.
    private static Path source(Workbench bench, Path source, String first) throws IOException {
        bench.processes().run(Command.of("git", "init", "-q", "--bare", "-b", "main", source));
        Files.writeString(source.resolve("objects/info/alternates"), bench.git().resolve("objects") + "\n");
        bench.processes().run(Command.git(source, "update-ref", BRANCH, first));
        return source;
    }

    private static Path withoutAlternates(Workbench bench, Path source, Path room) throws IOException {
        var clone = room.resolve("whole.git");
        bench.processes().run(Command.of("git", "clone", "-q", "--bare", "--no-local", source, clone));
        return clone;
    }
}
