package dev.templedb.cli.databases;

import dev.templedb.branchdb.Databases;
import dev.templedb.branchdb.data.CellJson;
import dev.templedb.branchdb.rows.RowChange;
import dev.templedb.branchdb.rows.RowCounts;
import dev.templedb.branchdb.rows.RowDecisions;
import dev.templedb.branchdb.rows.RowMergeReport;
import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.databases.DatabaseAccess.Opened;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.RowWriter;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `templedb db branch diff-rows|merge-rows|undo-rows|row-conflicts`
final class RowsCommand {
    private static final String DRY_RUN = "Only say what it would come to, with all conflicts.";

    private RowsCommand() {}

    /// `templedb db branch diff-rows [BRANCH] [OTHER]`
    static final class Diff implements Command {
        private final Value<@Nullable String> one;
        private final Value<@Nullable String> other;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        Diff(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.says(
                            "What leads from the rows of OTHER to those of BRANCH, in all tenants: a line for each cell that changed, and"
                                    + " for each row that was added or removed.")
                    .example("templedb db branch diff-rows feature")
                    .example("templedb db branch diff-rows feature other --format json")
                    .exits(ExitCode.NOT_FOUND, BranchCommand.NO_BRANCH);
            one = usage.optionalParameter("BRANCH", BranchCommand.MEANT);
            other = usage.optionalParameter("OTHER", "Name of another branch; main without it.");
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            return databases.in(this::compare);
        }

        private int compare(Opened opened) {
            String to = BranchCommand.nameOr(one, opened);
            String given = other.get();
            var columns = List.of(
                    Column.text("tenant"),
                    Column.text("table"),
                    Column.text("key"),
                    Column.text("change"),
                    Column.text("column"),
                    Column.text("before"),
                    Column.text("after"));
            try (var rows = terminal.rows(columns)) {
                opened.database()
                        .branch(given == null ? Databases.MAIN : given)
                        .diffRows(to, (tenant, change) -> print(rows, tenant, change));
            }
            return ExitCode.OK;
        }

        private static void print(RowWriter rows, String tenant, RowChange change) {
            String key = CellJson.writeAll(change.key());
            switch (change) {
                case RowChange.Added(var table, var _, var row) ->
                    line(rows, tenant, table, key, "added", null, null, CellJson.write(row));
                case RowChange.Removed(var table, var _, var row) ->
                    line(rows, tenant, table, key, "removed", null, CellJson.write(row), null);
                case RowChange.Changed(var table, var _, var before, var after, var cells) ->
                    cells.forEach(column -> line(
                            rows,
                            tenant,
                            table,
                            key,
                            "changed",
                            column,
                            CellJson.write(before.value(column)),
                            CellJson.write(after.value(column))));
            }
        }

        private static void line(RowWriter rows, @Nullable Object... values) {
            rows.row(Arrays.asList(values));
        }
    }

    /// `templedb db branch merge-rows SOURCE [TARGET]`
    static final class Merge implements Command {
        private final Value<String> source;
        private final Value<@Nullable String> target;
        private final Value<String[]> resolve;
        private final Value<Boolean> dryRun;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        Merge(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.says(
                            "Cell by cell against what both branches last had in common, in all tenants or in none. One of them must have been"
                                    + " forked from the other, and the schema must have been merged.")
                    .example("templedb db branch merge-rows feature main --dry-run")
                    .example("templedb db branch merge-rows feature main --resolve theirs")
                    .example(
                            "templedb db branch merge-rows feature main --resolve acme/orders/o1/total=17.50 --resolve ours")
                    .exits(ExitCode.USAGE, "the two branches are one")
                    .exits(ExitCode.NOT_FOUND, BranchCommand.NO_BRANCH)
                    .exits(
                            ExitCode.CONFLICT,
                            "rows contradict each other, or would break the schema; nothing was changed")
                    .exits(ExitCode.REFUSED, "it is not known what both had in common, or the schema is not merged yet")
                    .exits(ExitCode.UNAVAILABLE, "the database is in maintenance or busy, or the disk is full");
            source = usage.parameter("SOURCE", "The branch whose rows are merged.");
            target = usage.optionalParameter("TARGET", "The branch that gets them; the one that is meant without it.");
            resolve = RowResolutions.option(usage, "ours (as the target has it) or theirs");
            dryRun = usage.flag("--dry-run", DRY_RUN);
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            return databases.in(opened -> {
                String into = BranchCommand.nameOr(target, opened);
                return merge(
                        opened,
                        into,
                        RowResolutions.decide(
                                resolve.get(),
                                () -> opened.database()
                                        .branch(source.get())
                                        .rehearseMergeRows(into, RowDecisions.NONE)
                                        .conflicts()));
            });
        }

        private int merge(Opened opened, String into, RowDecisions decisions) {
            var from = opened.database().branch(source.get());
            if (dryRun.get()) {
                var report = from.rehearseMergeRows(into, decisions);
                say(report, into, "Would merge");
                return exit(report);
            }
            say(from.mergeRows(into, decisions), into, "Merged");
            return ExitCode.OK;
        }

        private void say(RowMergeReport report, String into, String verb) {
            RowsCommand.say(
                    terminal,
                    new Details()
                            .with("source", source.get())
                            .with("target", into)
                            .with("new_tenants", report.newTenants()),
                    report,
                    "%s %s of %s into %s, in %s.%s"
                            .formatted(
                                    verb,
                                    rows(report),
                                    source.get(),
                                    into,
                                    tenants(report),
                                    report.newTenants().isEmpty()
                                            ? ""
                                            : " New in %s: %s."
                                                    .formatted(
                                                            into,
                                                            Printable.text(String.join(", ", report.newTenants())))));
        }
    }

    /// `templedb db branch undo-rows`
    static final class Undo implements Command {
        private final Value<String[]> resolve;
        private final Value<Boolean> dryRun;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        Undo(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.says(
                            "Rows that the merge added go, those that it changed or removed are as they were, and what was written since"
                                    + " stays, in all tenants or in none. The same can be merged again. Tenants that it made are deleted;"
                                    + " `templedb db deleted` brings them back.")
                    .says(
                            "A row that was changed since is a conflict: ours leaves it as it is now, theirs takes it back.")
                    .example("templedb db branch undo-rows --dry-run")
                    .example("templedb db branch undo-rows --branch main --resolve ours")
                    .exits(ExitCode.NOT_FOUND, BranchCommand.NO_BRANCH)
                    .exits(
                            ExitCode.CONFLICT,
                            "no merge can be taken back, rows were changed since, or what was before would break the schema;"
                                    + " nothing was changed")
                    .exits(ExitCode.UNAVAILABLE, "the database is in maintenance or busy, or the disk is full");
            resolve = RowResolutions.option(usage, "ours (as it is now) or theirs (as it was before)");
            dryRun = usage.flag("--dry-run", DRY_RUN);
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            return databases.in(this::undo);
        }

        private int undo(Opened opened) {
            var last = opened.branch().lastRowMerge();
            var decisions = RowResolutions.decide(
                    resolve.get(),
                    () -> opened.branch().rehearseUndoRows(RowDecisions.NONE).conflicts());
            var report = dryRun.get()
                    ? opened.branch().rehearseUndoRows(decisions)
                    : opened.branch().undoRows(decisions);
            String branch = opened.meant().branch();
            RowsCommand.say(
                    terminal,
                    new Details()
                            .with("source", last.source())
                            .with("target", branch)
                            .with("deleted_tenants", last.newTenants()),
                    report,
                    "%s the merge of rows of %s into %s: %s in %s.%s"
                            .formatted(
                                    dryRun.get() ? "Would take back" : "Took back",
                                    last.source(),
                                    branch,
                                    rows(report),
                                    tenants(report),
                                    last.newTenants().isEmpty()
                                            ? ""
                                            : " Deleted, with a way back (`templedb db deleted`): %s."
                                                    .formatted(Printable.text(String.join(", ", last.newTenants())))));
            return dryRun.get() ? exit(report) : ExitCode.OK;
        }
    }

    private static int exit(RowMergeReport report) {
        return report.conflictCount() == 0 && report.violations().isEmpty() ? ExitCode.OK : ExitCode.CONFLICT;
    }

    private static String rows(RowMergeReport report) {
        return Quantities.count(
                report.tenants().values().stream().mapToLong(RowCounts::total).sum(), "row");
    }

    private static String tenants(RowMergeReport report) {
        return Quantities.count(report.tenants().size(), "tenant");
    }

    /// @param details what the report is of
    private static void say(Terminal terminal, Details details, RowMergeReport report, String sentence) {
        var tenants = new LinkedHashMap<String, Object>();
        report.tenants()
                .forEach((tenant, counts) -> tenants.put(
                        tenant,
                        new Details()
                                .with("added", counts.added())
                                .with("changed", counts.changed())
                                .with("removed", counts.removed())));
        var problems = new StringBuilder();
        if (report.conflictCount() > 0) {
            problems.append(" %s: %s%s."
                    .formatted(
                            Quantities.count(report.conflictCount(), "conflict"),
                            report.conflicts().stream()
                                    .limit(RowResolutions.SHOWN)
                                    .map(each -> each.place().name())
                                    .collect(Collectors.joining(", ")),
                            report.conflictCount() > RowResolutions.SHOWN ? " and more" : ""));
        }
        report.violations()
                .forEach(each -> problems.append(" Row %s of %s in tenant %s: %s."
                        .formatted(each.key(), each.table(), each.tenant(), each.reason())));
        terminal.say(
                details.with("tenants", tenants)
                        .with("conflicts", report.conflictCount())
                        .with("violations", report.violations().size()),
                sentence + problems);
    }

    /// `templedb db branch row-conflicts [BRANCH]`
    static final class Conflicts implements Command {
        private final Value<@Nullable String> branch;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        Conflicts(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.says(
                            "Those of the last merges that failed, until one succeeds; a thousand of each at most. `merge-rows --resolve`"
                                    + " takes them by their names.")
                    .example("templedb db branch row-conflicts main")
                    .exits(ExitCode.NOT_FOUND, BranchCommand.NO_BRANCH);
            branch = usage.optionalParameter("BRANCH", BranchCommand.MEANT);
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var listing = new Listing(
                    Column.text("source"),
                    Column.text("conflict"),
                    Column.text("tenant"),
                    Column.text("table"),
                    Column.text("key"),
                    Column.text("column"),
                    Column.text("kind"),
                    Column.text("base"),
                    Column.text("ours"),
                    Column.text("theirs"));
            databases.in(opened -> {
                for (var each : opened.database()
                        .branch(BranchCommand.nameOr(branch, opened))
                        .rowConflicts()) {
                    listing.row(
                            each.source(),
                            each.place().name(),
                            each.tenant(),
                            each.table(),
                            each.key(),
                            Optional.of(each.column()).filter(name -> !name.isEmpty()),
                            each.kind(),
                            each.base(),
                            each.ours(),
                            each.theirs());
                }
                return true;
            });
            terminal.list(listing);
            return ExitCode.OK;
        }
    }
}
