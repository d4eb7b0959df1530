package dev.templedb.cli.databases;

import dev.templedb.branchdb.changes.Change;
import dev.templedb.branchdb.tenants.ChangeReport;
import dev.templedb.branchdb.tenants.Editor;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.databases.DatabaseAccess.Opened;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import java.util.List;

/// Changes the schema of the branch that is meant, or, with `--dry-run`, prints what that would come to.
final class SchemaWork {
    private final Value<Boolean> dryRun;
    private final DatabaseAccess databases;
    private final Terminal terminal;

    /// Describes to `usage` what all changes of a schema have in common.
    SchemaWork(Usage usage, DatabaseAccess databases, Terminal terminal) {
        usage.exits(ExitCode.CONFLICT, "rows or other things are in the way, or the branch is protected")
                .exits(ExitCode.NOT_FOUND, "what is named is not there")
                .exits(ExitCode.UNAVAILABLE, "the database is in maintenance or busy, or the disk is full");
        dryRun = usage.flag(
                "--dry-run", "Print the SQL, what a review should look at, and rows in the way; change nothing.");
        this.databases = databases;
        this.terminal = terminal;
    }

    boolean isDryRun() {
        return dryRun.get();
    }

    /// Makes `changes`.
    ///
    /// @param sentence what is said when they are made, such as `Made the table users`
    int run(String sentence, Change... changes) {
        return run(sentence, Editor.of(List.of(changes)));
    }

    /// Makes what `editor` says, after `confirmation` with `question` was given.
    int run(Confirmation confirmation, String question, String sentence, Change... changes) {
        if (!isDryRun() && !confirmation.isGiven(terminal, question)) {
            return ExitCode.FAILED;
        }
        return run(sentence, changes);
    }

    /// Makes what `editor` says.
    int run(String sentence, Editor editor) {
        return databases.in(opened -> run(opened, sentence, editor));
    }

    private int run(Opened opened, String sentence, Editor editor) {
        if (isDryRun()) {
            return PlanPrinter.print(terminal, opened.branch().rehearse(editor));
        }
        return say(terminal, opened.branch().change(editor), opened.meant().branch(), sentence);
    }

    /// Says what came of a change that was made on `branch`.
    static int say(Terminal terminal, ChangeReport report, String branch, String sentence) {
        var changes = report.edit().changes();
        var made = new java.util.ArrayList<Details>();
        for (int i = 0; i < changes.size(); i++) {
            made.add(new Details()
                    .with("type", changes.get(i).kind())
                    .with("entity", report.edit().entity(i)));
        }
        terminal.say(
                new Details()
                        .with("branch", branch)
                        .with("version", report.version())
                        .with("changes", made)
                        .with("tenants_with_files", report.tenants())
                        .with("files_left", report.left()),
                "%s on branch %s.".formatted(sentence, branch));
        warnOfFilesLeft(terminal, report);
        return ExitCode.OK;
    }

    /// Says so when files are not at the new version yet.
    static void warnOfFilesLeft(Terminal terminal, ChangeReport report) {
        if (report.left() > 0) {
            terminal.warn("%s could not be brought forward yet, and will be when next used."
                    .formatted(Quantities.count(report.left(), "file")));
        }
    }
}
