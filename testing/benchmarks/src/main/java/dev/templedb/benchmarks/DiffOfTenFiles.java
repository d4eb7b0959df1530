package dev.templedb.benchmarks;

import java.io.IOException;
import java.util.List;

/// Writing a patch of what has changed in a checked-out directory.
final class DiffOfTenFiles implements Piece {
    @Override
    public String name() {
        return "diff";
    }

    @Override
    public String title() {
        return "The patch of ten files that have changed";
    }

    @Override
    public List<String> commands() {
        return List.of("project checkout", "vcs diff");
    }

    @Override
    public void measure(Workbench bench, Report report) throws IOException {
        var tree = WorkTree.of(bench);
        tree.change();
        new Race(bench, 3)
                .run(
                        List.of(
                                Contestant.ours("vcs diff", _ -> tree.our("vcs diff")),
                                Contestant.peer("git diff HEAD", _ -> tree.git("diff", "HEAD"))),
                        report);
    }
}
