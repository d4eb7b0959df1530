package dev.templedb.benchmarks;

import java.io.IOException;
import java.util.List;

/// Writing the files of a project to a directory.
final class Checkout implements Piece {
    @Override
    public String name() {
        return "checkout";
    }

    @Override
    public String title() {
        return "Checkout of all files";
    }

    @Override
    public List<String> commands() {
        return List.of("project import", "project checkout");
    }

    @Override
    public void measure(Workbench bench, Report report) throws IOException {
        var temple = bench.temple();
        var index = bench.index();
        new Race(bench)
                .run(
                        List.of(
                                Contestant.ours(
                                        "project checkout",
                                        room -> bench.ours()
                                                .command(
                                                        temple,
                                                        "project checkout",
                                                        Workbench.SLUG,
                                                        room.resolve("files"))),
                                Contestant.peer("git checkout-index -a", room -> bench.checkoutIndex(index, room)),
                                Contestant.peer(
                                        "git clone --local",
                                        room -> Command.of(
                                                "git", "clone", "-q", "--local", bench.git(), room.resolve("clone")))),
                        report);
    }
}
