package dev.templedb.cli.projects;

import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import dev.templedb.temple.intake.ImportReport;
import dev.templedb.temple.intake.LeftOut;

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
            report.notices().forEach(notice -> terminal.note(Printable.text(notice)));
            for (LeftOut left : report.leftOut()) {
                String line = "Left out %s: %s".formatted(Printable.text(left.what()), Printable.text(left.reason()));
                if (left.loss()) {
                    terminal.warn(line);
                } else {
                    terminal.note(line);
                }
            }
        }
        return report.isLossy() ? ExitCode.FAILED : ExitCode.OK;
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
