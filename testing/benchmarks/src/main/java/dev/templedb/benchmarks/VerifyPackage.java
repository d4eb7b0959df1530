package dev.templedb.benchmarks;

import java.io.IOException;
import java.util.List;

/// Proving that everything is there and as it was.
final class VerifyPackage implements Piece {
    @Override
    public String name() {
        return "verify";
    }

    @Override
    public String title() {
        return "Verification of the package";
    }

    @Override
    public List<String> commands() {
        return List.of("project import", "cathedral export", "cathedral verify");
    }

    @Override
    public void measure(Workbench bench, Report report) throws IOException {
        var file = bench.packageFile();
        new Race(bench)
                .run(
                        List.of(
                                Contestant.ours(
                                        "cathedral verify", _ -> bench.ours().command("cathedral verify", file)),
                                Contestant.peer(
                                        "git fsck",
                                        _ -> Command.git(
                                                bench.git(), "fsck", "--full", "--no-dangling", "--no-progress"))),
                        report);
    }
}
