package dev.templedb.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/// Finding what the source files define: for the first time, and when nothing has changed.
final class AnalyzeCode implements Piece {
    private static final String LANGUAGES = "Java,JavaScript,TypeScript,Python,Go,Rust,C,C++,Ruby,PHP";

    @Override
    public String name() {
        return "analyze";
    }

    @Override
    public String title() {
        return "Analysis of the source files of HEAD";
    }

    @Override
    public List<String> commands() {
        return List.of("project import", "code analyze");
    }

    @Override
    public void measure(Workbench bench, Report report) throws IOException {
        var temple = bench.temple();
        var analyzed = bench.input("analyzed.sqlite", target -> {
            Files.copy(temple, target);
            bench.processes().run(bench.ours().command(target, "code analyze", Workbench.SLUG));
        });
        var files = bench.files();
        var contestants = new ArrayList<Contestant>();
        contestants.add(Contestant.ours("code analyze (first)", room -> {
            var copy = room.resolve("t.sqlite");
            Files.copy(temple, copy);
            return bench.ours().command(copy, "code analyze", Workbench.SLUG);
        }));
        contestants.add(Contestant.ours(
                "code analyze (again)", _ -> bench.ours().command(analyzed, "code analyze", Workbench.SLUG)));
        if (bench.processes().succeeds(Command.shell("ctags --version | grep -q 'Universal Ctags'"))) {
            contestants.add(Contestant.peer(
                    "ctags -R",
                    room -> Command.of(
                            "ctags",
                            "-R",
                            "--languages=" + LANGUAGES,
                            "--fields=+ne",
                            "-f",
                            room.resolve("tags"),
                            files)));
        } else {
            report.sentence("`ctags` takes no part, because universal-ctags is not installed.");
        }
        new Race(bench).run(contestants, report);
    }
}
