package dev.templedb.benchmarks;

import java.io.IOException;
import java.util.List;

/// Writing a project as the git repository that it came from.
final class ExportGit implements Piece {
    @Override
    public String name() {
        return "export-git";
    }

    @Override
    public String title() {
        return "Export to a git repository";
    }

    @Override
    public List<String> commands() {
        return List.of("project import", "vcs export-git");
    }

    @Override
    public void measure(Workbench bench, Report report) throws IOException {
        var temple = bench.temple();
        new Race(bench)
                .run(
                        List.of(
                                Contestant.ours(
                                        "vcs export-git",
                                        room -> bench.ours()
                                                .command(
                                                        temple,
                                                        "vcs export-git",
                                                        Workbench.SLUG,
                                                        room.resolve("subject.git"))),
                                Contestant.peer(
                                        "git clone --bare --no-local",
                                        room -> Command.of(
                                                "git",
                                                "clone",
                                                "-q",
                                                "--bare",
                                                "--no-local",
                                                bench.git(),
                                                room.resolve("clone.git")))),
                        report);
    }
}
