package dev.templedb.benchmarks;

import java.io.IOException;
import java.util.List;

/// Finding that there is nothing new.
final class SyncNothing implements Piece {
    @Override
    public String name() {
        return "sync-nothing";
    }

    @Override
    public String title() {
        return "Sync when nothing is new";
    }

    @Override
    public List<String> commands() {
        return List.of("project import", "project sync");
    }

    @Override
    public void measure(Workbench bench, Report report) throws IOException {
        var temple = bench.temple();
        var clone = bench.input(
                "clone.git",
                target -> bench.processes()
                        .run(Command.of("git", "clone", "-q", "--mirror", "--local", bench.git(), target)));
        new Race(bench)
                .run(
                        List.of(
                                Contestant.ours(
                                        "project sync",
                                        _ -> bench.ours().command(temple, "project sync", Workbench.SLUG)),
                                Contestant.peer("git fetch", _ -> Command.git(clone, "fetch", "-q", "origin"))),
                        report);
    }
}
