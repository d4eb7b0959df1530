package dev.templedb.benchmarks;

import java.io.IOException;
import java.util.List;

/// Taking in a package with its history.
final class ImportPackage implements Piece {
    @Override
    public String name() {
        return "import-package";
    }

    @Override
    public String title() {
        return "Import of the package";
    }

    @Override
    public List<String> commands() {
        return List.of("project import", "cathedral export", "cathedral import");
    }

    @Override
    public void measure(Workbench bench, Report report) throws IOException {
        var file = bench.packageFile();
        var bundle = bench.bundle();
        new Race(bench)
                .run(
                        List.of(
                                Contestant.ours(
                                        "cathedral import",
                                        room -> bench.ours()
                                                .command(room.resolve("t.sqlite"), "cathedral import", file)),
                                Contestant.peer(
                                        "git clone --bare (of a bundle)",
                                        room -> Command.of(
                                                "git", "clone", "-q", "--bare", bundle, room.resolve("clone.git")))),
                        report);
    }
}
