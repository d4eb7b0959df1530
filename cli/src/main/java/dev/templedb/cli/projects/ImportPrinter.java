package dev.templedb.cli.projects;

import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import dev.templedb.temple.intake.ImportReport;
import dev.templedb.temple.intake.LeftOut;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/// Says what an import or a sync did, and everything that it left out.
final class ImportPrinter {
    private final Terminal terminal;

    ImportPrinter(Terminal terminal) {
        this.terminal = terminal;
    }

    /// Prints the report, and returns the exit code: a loss is never a success.
    int print(ImportReport report) {
        terminal.say(report, sentence(report));
        if (terminal.format() == Format.TABLE) {
            report.remarks().forEach(line -> terminal.note(Printable.text(line)));
            report.leftOut().stream().filter(LeftOut::loss).forEach(left -> terminal.warn(line(left, "")));
            withoutLoss(report)
                    .forEach(alike -> terminal.note(line(
                            alike.getFirst(), alike.size() == 1 ? "" : " and %d more".formatted(alike.size() - 1))));
        }
        for (var branch : report.diverged()) {
            var name = Printable.text(branch.replaceFirst("^refs/heads/", ""));
            terminal.warn(
                    "%s has commits here and others at the source. Theirs are kept as remotes/source/%s: merge them with `templedb vcs merge remotes/source/%s`."
                            .formatted(name, name, name));
        }
        if (!report.diverged().isEmpty()) {
            return ExitCode.CONFLICT;
        }
        return report.isLossy() ? ExitCode.FAILED : ExitCode.OK;
    }

    /// What is no loss, by reason: a clone has a copy of each of its remote's branches.
    private static Collection<List<LeftOut>> withoutLoss(ImportReport report) {
        return report.leftOut().stream()
                .filter(left -> !left.loss())
                .collect(Collectors.groupingBy(LeftOut::reason, LinkedHashMap::new, Collectors.toList()))
                .values();
    }

    private static String line(LeftOut left, String more) {
        return "Left out %s%s: %s".formatted(Printable.text(left.what()), more, Printable.text(left.reason()));
    }

    private static String sentence(ImportReport report) {
        return switch (report.outcome()) {
            case IMPORTED -> "Imported %s: %s.".formatted(report.slug(), contents(report));
            case UPDATED ->
                "Updated %s: %s new%s; now %s."
                        .formatted(
                                report.slug(),
                                Quantities.count(report.newCommits(), "commit"),
                                report.removedCommits() == 0
                                        ? ""
                                        : ", %s gone".formatted(Quantities.count(report.removedCommits(), "commit")),
                                contents(report));
            case UNCHANGED -> "%s is up to date.".formatted(report.slug());
            case DRY_RUN -> "%s would get %s. Nothing was written.".formatted(report.slug(), contents(report));
        };
    }

    private static String contents(ImportReport report) {
        return "%s, %s, %s, %s"
                .formatted(
                        Quantities.count(report.commits(), "commit"),
                        Quantities.count(report.branches(), "branch"),
                        Quantities.count(report.tags(), "tag"),
                        Quantities.count(report.files(), "file"));
    }
}
