package dev.templedb.cli.databases;

import dev.templedb.branchdb.BranchChange;
import dev.templedb.branchdb.LastChange;
import dev.templedb.branchdb.changes.LintRule;
import dev.templedb.branchdb.tenants.CountedFinding;
import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.databases.DatabaseAccess.Opened;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.List;
import java.util.stream.Collectors;

/// `templedb db branch undo`
final class UndoCommand implements Command {
    private static final String NOT_KEPT =
            "What it dropped comes back empty: it was kept until the next merge, or for thirty days.";

    private final Value<Boolean> dryRun;
    private final Value<Boolean> yes;
    private final DatabaseAccess databases;
    private final Terminal terminal;

    UndoCommand(Usage usage, DatabaseAccess databases, Terminal terminal) {
        usage.says(
                        "What it destroyed is back: tables and columns, with their rows as long as they are kept (until the next merge,"
                                + " or for thirty days). What was written since stays, but for what is in"
                                + " tables and columns that it made: they go, and nothing brings them back. So do values stay that were"
                                + " converted or filled in. A merge is taken back as a whole.")
                .says(
                        "When rows or values would go it asks on a terminal; elsewhere it wants --yes. Of a protected branch only merges can"
                                + " be taken back.")
                .example("templedb db branch undo --dry-run")
                .example("templedb db branch undo --branch main --yes")
                .exits(ExitCode.FAILED, "the answer was no")
                .exits(ExitCode.NOT_FOUND, BranchCommand.NO_BRANCH)
                .exits(
                        ExitCode.CONFLICT,
                        "there is nothing to undo, rows are in the way or would go, or it is a direct change of a protected branch")
                .exits(ExitCode.UNAVAILABLE, "the database is in maintenance or busy, or the disk is full");
        dryRun = usage.flag("--dry-run", "Print what would be taken back, its SQL and what would go; change nothing.");
        yes = usage.flag("--yes", "Do not ask, and let rows go.");
        this.databases = databases;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        return databases.in(this::undo);
    }

    private int undo(Opened opened) {
        String branch = opened.meant().branch();
        var last = opened.branch().lastChange();
        var rehearsed = opened.branch().rehearseUndo();
        if (dryRun.get()) {
            if (terminal.format() == Format.TABLE) {
                terminal.print("It would take back %s:\n%s%s\n"
                        .formatted(what(last, branch), list(last), last.isKept() ? "" : NOT_KEPT + "\n"));
            }
            return PlanPrinter.print(terminal, rehearsed);
        }
        var lost = lost(rehearsed.findings());
        if (!lost.isEmpty() && !yes.get()) {
            if (!terminal.canAsk()) {
                throw new TempleException(
                        ErrorCode.UNDO_LOSES_ROWS,
                        "Taking back %s would lose %s.".formatted(what(last, branch), losses(lost)));
            }
            terminal.note("This takes back %s:\n%s".formatted(what(last, branch), list(last))
                    + "It loses %s, and nothing brings that back.".formatted(losses(lost)));
            if (!terminal.confirm("Take it back?")) {
                terminal.note("Nothing was changed.");
                return ExitCode.FAILED;
            }
        }
        var report = opened.branch().undo(last);
        String sentence = "Took back %s: %s.%s%s"
                .formatted(
                        what(last, branch),
                        last.changes().stream().map(UndoCommand::words).collect(Collectors.joining(", ")),
                        lost.isEmpty() ? "" : " Lost are %s.".formatted(losses(lost)),
                        last.isKept() ? "" : " " + NOT_KEPT);
        terminal.say(
                new Details()
                        .with("branch", branch)
                        .with("version", report.version())
                        .with("merged_from", last.mergedFrom().orElse(null))
                        .with("changes", changes(last))
                        .with("lost", PlanPrinter.findings(lost))
                        .with("kept", last.isKept())
                        .with("tenants_with_files", report.tenants())
                        .with("files_left", report.left()),
                sentence);
        SchemaWork.warnOfFilesLeft(terminal, report);
        return ExitCode.OK;
    }

    /// What of the findings are rows and values that nothing brings back.
    private static List<CountedFinding> lost(List<CountedFinding> findings) {
        return findings.stream()
                .filter(each -> each.rows() > 0)
                .filter(each -> each.finding().rule() == LintRule.DROPS_TABLE
                        || each.finding().rule() == LintRule.DROPS_COLUMN)
                .toList();
    }

    private static String losses(List<CountedFinding> lost) {
        return lost.stream()
                .map(each -> "%s of %s in %s"
                        .formatted(
                                Quantities.count(
                                        each.rows(), each.finding().rule() == LintRule.DROPS_TABLE ? "row" : "value"),
                                Printable.text(each.finding().entity()),
                                Quantities.count(each.tenants(), "tenant")))
                .collect(Collectors.joining(", "));
    }

    private static String what(LastChange last, String branch) {
        return last.mergedFrom()
                .map(source -> "the merge of %s into %s".formatted(source, branch))
                .orElse("the last change of %s".formatted(branch));
    }

    private static String list(LastChange last) {
        var lines = new StringBuilder();
        last.changes().forEach(each -> lines.append("  ").append(words(each)).append('\n'));
        return lines.toString();
    }

    private static String words(BranchChange change) {
        return "%s %s"
                .formatted(change.listed().kind(), Printable.text(change.entity()))
                .strip();
    }

    private static List<Details> changes(LastChange last) {
        return last.changes().stream()
                .map(each -> new Details().with("type", each.listed().kind()).with("entity", each.entity()))
                .toList();
    }
}
