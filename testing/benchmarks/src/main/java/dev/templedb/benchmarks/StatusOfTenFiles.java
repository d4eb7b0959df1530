package dev.templedb.benchmarks;

import java.io.IOException;
import java.util.List;

/// Finding what has changed in a checked-out directory.
final class StatusOfTenFiles implements Piece {
    @Override
    public String name() {
        return "status";
    }

    @Override
    public String title() {
        return "What is different in a checked-out directory, ten files of which have changed";
    }

    @Override
    public List<String> commands() {
        return List.of("project checkout", "vcs status");
    }

    @Override
    public void measure(Workbench bench, Report report) throws IOException {
        var tree = WorkTree.of(bench);
        tree.change();
        // The first time, whoever looks learns how the files lie on disk.
        bench.processes().run(tree.ourOf("vcs status"));
        bench.processes().run(tree.git("status", "--porcelain"));
        new Race(bench, 3)
                .run(
                        List.of(
                                Contestant.ours("vcs status", _ -> tree.ourOf("vcs status")),
                                Contestant.peer("git status --porcelain", _ -> tree.git("status", "--porcelain"))),
                        report);
    }
}
