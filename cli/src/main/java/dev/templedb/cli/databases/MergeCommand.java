package dev.templedb.cli.databases;

import dev.templedb.branchdb.DatabaseBranch;
import dev.templedb.branchdb.Databases;
import dev.templedb.branchdb.changes.Change;
import dev.templedb.branchdb.changes.Offence;
import dev.templedb.branchdb.merge.MergeConflict;
import dev.templedb.branchdb.merge.Resolution;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.branchdb.tenants.ChangeReport;
import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.databases.DatabaseAccess.Opened;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `templedb db branch merge|merge-into-main|can-merge|compare`
final class MergeCommand {
    private static final String SOURCE = "The branch whose changes are merged.";

    private MergeCommand() {}

    /// The options of merges.
    private static final class Resolutions {
        private final Value<String[]> given;

        Resolutions(Usage usage) {
            given = usage.options(
                    "--resolve",
                    "ENTITY=HOW",
                    "How a conflict is resolved: ours (as the target has it), theirs, none, or the JSON of a form; may be"
                            + " repeated.");
        }

        Map<String, Resolution> get() {
            var resolutions = new LinkedHashMap<String, Resolution>();
            for (var each : given.get()) {
                int equals = each.indexOf('=');
                if (equals <= 0) {
                    throw new TempleException(
                            ErrorCode.USAGE,
                            "\"%s\" is not of the form --resolve ENTITY=HOW, such as --resolve \"table users=theirs\"."
                                    .formatted(Printable.text(each)));
                }
                resolutions.put(each.substring(0, equals), Resolution.of(each.substring(equals + 1)));
            }
            return resolutions;
        }
    }

    /// As a table for people, who decide by names; programs get the forms as JSON.
    private static Listing conflicts(Terminal terminal, List<MergeConflict> conflicts) {
        boolean inWords = terminal.format() == Format.TABLE;
        var listing = new Listing(
                Column.text("entity"),
                Column.text("reason"),
                Column.text("base"),
                Column.text("ours"),
                Column.text("theirs"));
        for (var each : conflicts) {
            if (inWords) {
                listing.row(
                        each.entity(),
                        each.reason(),
                        each.inWords(each.base()),
                        each.inWords(each.ours()),
                        each.inWords(each.theirs()));
            } else {
                listing.row(each.entity(), each.reason(), each.baseText(), each.oursText(), each.theirsText());
            }
        }
        return listing;
    }

    private static List<Details> details(List<MergeConflict> conflicts) {
        return conflicts.stream()
                .map(each -> new Details()
                        .with("entity", each.entity())
                        .with("reason", each.reason())
                        .with("base", each.baseText())
                        .with("ours", each.oursText())
                        .with("theirs", each.theirsText()))
                .toList();
    }

    private static String kind(DatabaseBranch source, String target) {
        return source.compare(target).theirs().isEmpty() ? "fast_forward" : "three_way";
    }

    /// `templedb db branch merge SOURCE [TARGET]`, and into `main`
    static final class Merge implements Command {
        private final Value<String> source;
        private final @Nullable Value<@Nullable String> target;
        private final Resolutions resolutions;
        private final Value<Boolean> dryRun;
        private final Value<Boolean> force;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        Merge(Usage usage, boolean isIntoMain, DatabaseAccess databases, Terminal terminal) {
            usage.says(
                            "All tenants of the target have the changes at the same instant, or none has. What both sides changed, each in"
                                    + " another way, is listed as a conflict; nothing is changed until each is resolved. Rows are not merged.")
                    .says(
                            isIntoMain
                                    ? "The branch has to be up to date with main: merge main into it first."
                                    : "Into main only a branch that is up to date with it can be merged.")
                    .exits(ExitCode.USAGE, "the two branches are one")
                    .exits(ExitCode.NOT_FOUND, BranchCommand.NO_BRANCH)
                    .exits(
                            ExitCode.CONFLICT,
                            "there is nothing to merge, there are conflicts, rows are in the way, or the branch is not up to date with"
                                    + " main")
                    .exits(ExitCode.UNAVAILABLE, "the database is in maintenance or busy, or the disk is full");
            source = usage.parameter("SOURCE", SOURCE);
            if (isIntoMain) {
                usage.example("templedb db branch merge-into-main feature")
                        .example("templedb db branch merge-into-main feature --dry-run");
                target = null;
            } else {
                usage.example("templedb db branch merge main feature")
                        .example("templedb db branch merge main feature --resolve \"column users.email=theirs\"")
                        .example("templedb db branch merge feature main --dry-run --format json");
                target = usage.optionalParameter(
                        "TARGET", "The branch that gets them; the one that is meant without it.");
            }
            resolutions = new Resolutions(usage);
            dryRun = usage.flag(
                    "--dry-run", "Print the SQL, what a review should look at, and rows in the way; change nothing.");
            force = usage.flag("--force", "Let it be no failure when there is nothing to merge.");
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            return databases.in(this::merge);
        }

        private int merge(Opened opened) {
            String into = target == null ? Databases.MAIN : BranchCommand.nameOr(target, opened);
            var from = opened.database().branch(source.get());
            var resolved = resolutions.get();
            try {
                if (dryRun.get()) {
                    return PlanPrinter.print(terminal, from.rehearseMerge(into, resolved));
                }
                // Afterwards both have everything in common.
                String kind = source.get().equals(into) ? "" : kind(from, into);
                return say(from.mergeInto(into, resolved), into, kind);
            } catch (TempleException e) {
                if (e.code() == ErrorCode.SCHEMA_MERGE_CONFLICT) {
                    terminal.list(conflicts(
                            terminal, from.previewMerge(into, resolved).conflicts()));
                } else if (e.code() == ErrorCode.MERGE_NOTHING && force.get()) {
                    terminal.say(
                            new Details()
                                    .with("source", source.get())
                                    .with("target", into)
                                    .with("changes", List.of()),
                            "There was nothing to merge.");
                    return ExitCode.OK;
                }
                throw e;
            }
        }

        private int say(ChangeReport report, String into, String kind) {
            var changes = new ArrayList<Details>();
            var listed = report.edit().changes();
            for (int i = 0; i < listed.size(); i++) {
                changes.add(new Details()
                        .with("type", listed.get(i).kind())
                        .with("entity", report.edit().entity(i)));
            }
            terminal.say(
                    new Details()
                            .with("source", source.get())
                            .with("target", into)
                            .with("merge_type", kind)
                            .with("changes", changes)
                            .with("tenants_with_files", report.tenants())
                            .with("files_left", report.left()),
                    "Merged %s of %s into %s. `templedb db branch undo --branch %s` takes that back."
                            .formatted(Quantities.count(changes.size(), "change"), source.get(), into, into));
            return ExitCode.OK;
        }
    }

    /// `templedb db branch can-merge SOURCE [TARGET]`
    static final class CanMerge implements Command {
        private final Value<String> source;
        private final Value<@Nullable String> target;
        private final Resolutions resolutions;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        CanMerge(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.says("Everything is tried on all tenants, and nothing is changed.")
                    .example("templedb db branch can-merge feature")
                    .example("templedb db branch can-merge main feature --format json")
                    .exits(ExitCode.USAGE, "the two branches are one")
                    .exits(ExitCode.NOT_FOUND, BranchCommand.NO_BRANCH)
                    .exits(ExitCode.CONFLICT, "it cannot be merged")
                    .exits(ExitCode.UNAVAILABLE, "the database is in maintenance or busy");
            source = usage.parameter("SOURCE", SOURCE);
            target = usage.optionalParameter("TARGET", "The branch that would get them; main without it.");
            resolutions = new Resolutions(usage);
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            return databases.in(this::look);
        }

        private int look(Opened opened) {
            String given = target.get();
            String into = given == null ? Databases.MAIN : given;
            var from = opened.database().branch(source.get());
            var resolved = resolutions.get();
            try {
                var report = from.rehearseMerge(into, resolved);
                boolean isClean = report.offences().isEmpty();
                String reason = isClean
                        ? ""
                        : String.valueOf(Offence.report(report.offences()).getMessage());
                return say(
                        into, isClean ? ExitCode.OK : ExitCode.CONFLICT, reason, kind(from, into), report, List.of());
            } catch (TempleException e) {
                int code = ExitCode.of(e.code().kind());
                if (code != ExitCode.CONFLICT && code != ExitCode.USAGE && code != ExitCode.NOT_FOUND) {
                    throw e;
                }
                var conflicts = e.code() == ErrorCode.SCHEMA_MERGE_CONFLICT
                        ? from.previewMerge(into, resolved).conflicts()
                        : List.<MergeConflict>of();
                return say(into, code, String.valueOf(e.getMessage()), null, null, conflicts);
            }
        }

        private int say(
                String into,
                int code,
                String reason,
                @Nullable String kind,
                @Nullable ChangeReport report,
                List<MergeConflict> conflicts) {
            boolean can = code == ExitCode.OK;
            if (terminal.format() != Format.TABLE) {
                terminal.show(new Details()
                        .with("can_merge", can)
                        .with("source", source.get())
                        .with("target", into)
                        .with("reason", can ? null : reason)
                        .with("merge_type", kind)
                        .with("conflicts", details(conflicts))
                        .with("plan", report == null ? null : PlanPrinter.details(report)));
                return code;
            }
            terminal.print(Printable.text("%s %s be merged into %s%s"
                            .formatted(source.get(), can ? "can" : "cannot", into, can ? "." : ": " + reason))
                    + "\n");
            if (!conflicts.isEmpty()) {
                terminal.print("\n");
                terminal.list(conflicts(terminal, conflicts));
            } else if (report != null) {
                terminal.print("\n");
                PlanPrinter.print(terminal, report);
            }
            return code;
        }
    }

    /// `templedb db branch compare [BRANCH] [OTHER]`
    static final class Compare implements Command {
        private final Value<@Nullable String> one;
        private final Value<@Nullable String> other;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        Compare(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.says("Lists what each has done to its schema since they had everything in common.")
                    .example("templedb db branch compare feature")
                    .example("templedb db branch compare feature other --format json")
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
            String first = BranchCommand.nameOr(one, opened);
            String given = other.get();
            String second = given == null ? Databases.MAIN : given;
            var found = opened.database().branch(first).compare(second);
            var listing =
                    new Listing(Column.text("branch"), Column.text("type"), Column.text("entity"), Column.text("now"));
            add(listing, first, found.ours());
            add(listing, second, found.theirs());
            terminal.list(listing);
            if (found.isSame()) {
                terminal.note("The schemas of %s and %s are the same.".formatted(first, second));
            }
            return ExitCode.OK;
        }

        private static void add(Listing listing, String branch, List<Change> changes) {
            for (var change : changes) {
                listing.row(branch, change.type(), change.entity(), now(change));
            }
        }

        /// What it is after the change, in SQL or a name.
        private static @Nullable String now(Change change) {
            return switch (change) {
                case Change.CreateTable(var table) -> columns(table);
                case Change.RenameTable(var table, var to) -> to;
                case Change.RenameColumn(var table, var column, var to) -> to;
                case Change.AddColumn add -> add.column().sql();
                case Change.AlterColumn alter -> alter.column().sql();
                case Change.AlterTable(var table) -> columns(table);
                case Change.CreateIndex(var table, var index) -> index.createSql(table);
                case Change.CreateView(var view) -> view.query();
                case Change.UpdateView(var view) -> view.query();
                case Change.CopyTable(var table, var copy, var withData) -> columns(copy);
                default -> null;
            };
        }

        private static String columns(Table table) {
            return table.userColumns().stream().map(column -> column.sql()).collect(Collectors.joining(", "));
        }
    }
}
