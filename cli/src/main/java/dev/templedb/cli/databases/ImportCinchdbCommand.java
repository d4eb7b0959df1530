package dev.templedb.cli.databases;

import dev.templedb.branchdb.cinchdb.CinchImport;
import dev.templedb.branchdb.cinchdb.ImportReport;
import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.time.Clock;
import java.util.List;

/// `templedb db import-cinchdb DIR`
final class ImportCinchdbCommand implements Command {
    private static final int TOLD = 50;

    private final Value<String> source;
    private final Value<Boolean> dryRun;
    private final Value<Boolean> acceptLosses;
    private final DatabaseAccess databases;
    private final Terminal terminal;

    ImportCinchdbCommand(Usage usage, DatabaseAccess databases, Terminal terminal) {
        usage.says(
                        "Makes databases of the project directory from those of a CinchDB project: branches, tenants, rows, keys and"
                                + " values, and the list of changes. The project is only read, and may be in use. All of it is made, or"
                                + " nothing.")
                .says(
                        "What is inconsistent there is told. When something would not come over, such as rows that a schema does not allow"
                                + " or a file that is damaged, nothing is made without --accept-losses.")
                .example("templedb db import-cinchdb . --dry-run")
                .example("templedb db import-cinchdb ~/old-shop --project-dir ~/shop")
                .exits(ExitCode.NOT_FOUND, "there is no CinchDB project")
                .exits(ExitCode.CONFLICT, "the project directory holds databases, or something would not come over")
                .exits(ExitCode.REFUSED, "the catalogue of the project is damaged")
                .exits(ExitCode.UNAVAILABLE, "the directory cannot be written, or its disk is full");
        source = usage.parameter("DIR", "The directory that has .cinchdb in it.");
        dryRun = usage.flag("--dry-run", "Try everything, tell everything, and make nothing.");
        acceptLosses = usage.flag("--accept-losses", "Make what can be made.");
        this.databases = databases;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        if (databases.project().isPresent()) {
            throw new TempleException(
                    ErrorCode.USAGE,
                    "Import into a directory, and let the project have it with `templedb db attach SLUG DIRECTORY`.");
        }
        var target = databases.named().orElseGet(() -> DatabaseAccess.path(""));
        var mode = dryRun.get()
                ? CinchImport.Mode.REHEARSE
                : acceptLosses.get() ? CinchImport.Mode.ACCEPT_LOSSES : CinchImport.Mode.REFUSE_LOSSES;
        var report = CinchImport.run(DatabaseAccess.path(source.get()), target, mode, Clock.systemUTC());
        report.findings().stream().limit(TOLD).forEach(each -> terminal.note(sentence(each)));
        if (report.findings().size() > TOLD) {
            terminal.note("There are %d more; --format json has them all."
                    .formatted(report.findings().size() - TOLD));
        }
        terminal.say(
                new Details()
                        .with("made", report.isMade())
                        .with("directory", target)
                        .with("databases", report.databases())
                        .with("branches", report.branches())
                        .with("tenants", report.tenants())
                        .with("rows", report.rows())
                        .with("keys", report.keys())
                        .with("losses", sentences(report.losses()))
                        .with(
                                "notes",
                                sentences(report.findings().stream()
                                        .filter(each -> !each.isLoss())
                                        .toList())),
                "%s %d databases with %d branches, %d tenants, %d rows and %d keys%s."
                        .formatted(
                                report.isMade() ? "Imported" : "Would import",
                                report.databases(),
                                report.branches(),
                                report.tenants(),
                                report.rows(),
                                report.keys(),
                                report.isMade() ? " into " + Printable.text(target.toString()) : ""));
        return ExitCode.OK;
    }

    private static String sentence(ImportReport.Finding finding) {
        return "%s%s: %s".formatted(finding.isLoss() ? "Lost: " : "", finding.place(), finding.sentence());
    }

    private static List<String> sentences(List<ImportReport.Finding> findings) {
        return findings.stream()
                .map(each -> each.place() + ": " + each.sentence())
                .toList();
    }
}
