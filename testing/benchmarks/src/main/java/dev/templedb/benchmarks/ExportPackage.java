package dev.templedb.benchmarks;

import java.io.IOException;
import java.util.List;

/// Writing a project with its history to one file.
final class ExportPackage implements Piece {
    @Override
    public String name() {
        return "export";
    }

    @Override
    public String title() {
        return "Export of files and history to one file";
    }

    @Override
    public List<String> commands() {
        return List.of("project import", "cathedral export");
    }

    @Override
    public void measure(Workbench bench, Report report) throws IOException {
        var temple = bench.temple();
        var files = bench.files();
        new Race(bench)
                .run(
                        List.of(
                                Contestant.ours(
                                        "cathedral export",
                                        room -> bench.ours()
                                                .command(
                                                        temple,
                                                        "cathedral export",
                                                        Workbench.SLUG,
                                                        "--output",
                                                        room.resolve("subject.cathedral"))),
                                Contestant.peer(
                                        "git bundle create --all",
                                        room -> Command.git(
                                                bench.git(),
                                                "bundle",
                                                "create",
                                                "-q",
                                                room.resolve("subject.bundle"),
                                                "--all")),
                                Contestant.peer(
                                        "tar \\| zstd -3 (files alone)",
                                        room -> Command.shell(
                                                "tar -cf - -C \"$1\" . | zstd -q -3 -o \"$2\"",
                                                files,
                                                room.resolve("files.tar.zst"))),
                                Contestant.peer(
                                        "git archive (files alone)",
                                        room -> Command.git(
                                                bench.git(), "archive", "-o", room.resolve("files.tar"), "HEAD"))),
                        report);
    }
}
