package dev.templedb.benchmarks;

import java.io.IOException;
import java.util.List;

/// Listing commits.
final class LogOfCommits implements Piece {
    @Override
    public String name() {
        return "log";
    }

    @Override
    public String title() {
        return "The newest 1,000 commits";
    }

    @Override
    public List<String> commands() {
        return List.of("project import", "vcs log");
    }

    @Override
    public void measure(Workbench bench, Report report) throws IOException {
        var temple = bench.temple();
        new Race(bench, 3)
                .run(
                        List.of(
                                Contestant.ours(
                                        "vcs log --limit 1000",
                                        _ -> bench.ours()
                                                .command(temple, "vcs log", Workbench.SLUG, "--limit", "1000")),
                                Contestant.peer(
                                        "git log -n 1000", _ -> Command.git(bench.git(), "log", "-n", "1000", "HEAD"))),
                        report);
    }
}
