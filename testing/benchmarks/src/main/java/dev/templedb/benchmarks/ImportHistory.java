package dev.templedb.benchmarks;

import java.io.IOException;
import java.util.List;

/// Taking in a git repository with all its history.
final class ImportHistory implements Piece {
    @Override
    public String name() {
        return "import";
    }

    @Override
    public String title() {
        return "Import of a git repository with its history";
    }

    @Override
    public List<String> commands() {
        return List.of("project import");
    }

    @Override
    public void measure(Workbench bench, Report report) throws IOException {
        var bundle = bench.bundle();
        new Race(bench)
                .run(
                        List.of(
                                Contestant.ours(
                                        "project import",
                                        room -> bench.ours()
                                                .command(
                                                        room.resolve("t.sqlite"),
                                                        "project import",
                                                        bench.git(),
                                                        "--slug",
                                                        Workbench.SLUG)),
                                // Reads every object and does nothing with it: what any import has to wait for.
                                Contestant.peer(
                                        "git cat-file --batch (the floor)",
                                        _ -> Command.git(
                                                bench.git(),
                                                "cat-file",
                                                "--batch-all-objects",
                                                "--batch",
                                                "--unordered",
                                                "--buffer")),
                                Contestant.peer(
                                        "git clone --bare --no-local",
                                        room -> Command.of(
                                                "git",
                                                "clone",
                                                "-q",
                                                "--bare",
                                                "--no-local",
                                                bench.git(),
                                                room.resolve("clone.git"))),
                                Contestant.peer("git bundle unbundle", room -> {
                                    bench.processes()
                                            .run(Command.of("git", "init", "-q", "--bare", room.resolve("new.git")));
                                    return Command.git(room.resolve("new.git"), "bundle", "unbundle", bundle);
                                })),
                        report);
    }
}
