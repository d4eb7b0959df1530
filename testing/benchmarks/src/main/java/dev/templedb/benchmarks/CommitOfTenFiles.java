package dev.templedb.benchmarks;

import java.io.IOException;
import java.util.List;

/// Making a commit of what has changed in a checked-out directory; each round changes the same files again.
final class CommitOfTenFiles implements Piece {
    @Override
    public String name() {
        return "commit";
    }

    @Override
    public String title() {
        return "A commit of ten files that have changed";
    }

    @Override
    public List<String> commands() {
        return List.of("project checkout", "vcs commit");
    }

    @Override
    public void measure(Workbench bench, Report report) throws IOException {
        var tree = WorkTree.of(bench);
        new Race(bench)
                .run(
                        List.of(
                                Contestant.ours("vcs commit --all", _ -> {
                                    tree.change();
                                    return tree.our("vcs commit", "--all", "-m", "Change ten files");
                                }),
                                Contestant.peer(
                                        "git commit -a",
                                        _ -> tree.git("commit", "-q", "-a", "-m", "Change ten files"))),
                        report);
    }
}
