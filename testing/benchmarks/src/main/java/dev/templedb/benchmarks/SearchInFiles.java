package dev.templedb.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Finding a rare word, a common one and an expression in the files that `HEAD` names.
final class SearchInFiles implements Piece {
    @Override
    public String name() {
        return "search";
    }

    @Override
    public String title() {
        return "Search in the files of HEAD";
    }

    @Override
    public List<String> commands() {
        return List.of("project import", "search");
    }

    @Override
    public void measure(Workbench bench, Report report) throws IOException {
        race(bench, report, "a rare word", rareWord(bench), false);
        race(bench, report, "a common word", "return", false);
        race(bench, report, "an expression", "return \\w+;", true);
    }

    private static void race(Workbench bench, Report report, String what, String sought, boolean isRegex)
            throws IOException {
        if (!bench.processes().succeeds(grep(bench, sought, isRegex))) {
            report.sentence("Not measured: no file has %s, `%s`.".formatted(what, sought));
            return;
        }
        var temple = bench.temple();
        var files = bench.files();
        report.sentence("For %s, `%s`:".formatted(what, sought));
        var contestants = new ArrayList<Contestant>();
        contestants.add(Contestant.ours(
                "search",
                _ -> isRegex
                        ? bench.ours().command(temple, "search", "--regex", sought)
                        : bench.ours().command(temple, "search", sought)));
        if (bench.processes().hasProgram("rg")) {
            contestants.add(Contestant.peer(
                    "rg",
                    _ -> Command.of("rg", "--line-number", isRegex ? "--regexp" : "--fixed-strings", sought, files)));
        } else {
            report.sentence("`rg` takes no part, because ripgrep is not installed.");
        }
        contestants.add(Contestant.peer("git grep", _ -> grep(bench, sought, isRegex)));
        new Race(bench, 3).run(contestants, report);
    }

    private static Command grep(Workbench bench, String sought, boolean isRegex) {
        return Command.git(bench.git(), "grep", "-n", isRegex ? "-P" : "-F", "-e", sought, "HEAD");
    }

    /// The longest name of a file that some file has in its text, too.
    private static String rareWord(Workbench bench) throws IOException {
        var names = bench.processes()
                .text(Command.git(bench.git(), "-c", "core.quotePath=false", "ls-tree", "-r", "--name-only", "HEAD"))
                .lines()
                .map(path -> path.substring(path.lastIndexOf('/') + 1).replaceFirst("\\..*", ""))
                .filter(name -> name.matches("[A-Za-z_]{6,40}"))
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(name -> name))
                .limit(50)
                .toList();
        for (var name : names) {
            if (bench.processes().succeeds(grep(bench, name, false))) {
                return name;
            }
        }
        return "main";
    }
}
