package dev.templedb.cli.databases;

import dev.templedb.branchdb.changes.Offence;
import dev.templedb.branchdb.changes.Step;
import dev.templedb.branchdb.tenants.ChangeReport;
import dev.templedb.branchdb.tenants.CountedFinding;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Prints what a change would come to: its steps with their SQL in order, what a review should look at, and the rows in
/// the way.
final class PlanPrinter {
    private PlanPrinter() {}

    /// Prints the plan of a rehearsal, and returns the exit code: a conflict when rows are in the way.
    static int print(Terminal terminal, ChangeReport report) {
        if (terminal.format() == Format.TABLE) {
            terminal.print(text(report));
        } else if (terminal.format() == Format.CSV) {
            terminal.list(steps(report));
        } else {
            terminal.show(details(report));
        }
        return report.offences().isEmpty() ? ExitCode.OK : ExitCode.CONFLICT;
    }

    private static Listing steps(ChangeReport report) {
        var listing = new Listing(
                Column.number("change"),
                Column.text("type"),
                Column.text("entity"),
                Column.text("step"),
                Column.text("sql"));
        for (var step : report.edit().plan().steps()) {
            listing.row(step.change() + 1, type(report, step), entity(report, step), step.name(), step.sql());
        }
        return listing;
    }

    private static String type(ChangeReport report, Step step) {
        return report.edit().type(step.change());
    }

    private static String entity(ChangeReport report, Step step) {
        return report.edit().entity(step.change());
    }

    static Details details(ChangeReport report) {
        var steps = new ArrayList<Details>();
        for (var step : report.edit().plan().steps()) {
            steps.add(new Details()
                    .with("change", step.change() + 1)
                    .with("type", type(report, step))
                    .with("entity", entity(report, step))
                    .with("step", step.name())
                    .with("sql", step.sql()));
        }
        return new Details()
                .with("steps", steps)
                .with("findings", findings(report.findings()))
                .with("in_the_way", offences(report))
                .with("tenants_with_files", report.tenants());
    }

    static List<Details> findings(List<CountedFinding> counted) {
        var all = new ArrayList<Details>();
        for (var each : counted) {
            var finding = each.finding();
            all.add(new Details()
                    .with("rule", finding.rule().code())
                    .with("kind", finding.rule().kind().name().toLowerCase(Locale.ROOT))
                    .with("change", finding.change() + 1)
                    .with("entity", finding.entity())
                    .with("meaning", finding.rule().meaning())
                    .with("rows", each.rows())
                    .with("tenants", each.tenants()));
        }
        return all;
    }

    private static List<Details> offences(ChangeReport report) {
        var all = new ArrayList<Details>();
        report.offences().forEach((tenant, offences) -> {
            for (Offence offence : offences) {
                all.add(new Details()
                        .with("tenant", tenant)
                        .with("change", offence.change() + 1)
                        .with("reason", offence.reason())
                        .with("rows", offence.rows()));
            }
        });
        return all;
    }

    private static String text(ChangeReport report) {
        var text = new StringBuilder();
        int last = -1;
        for (var step : report.edit().plan().steps()) {
            if (step.change() != last) {
                last = step.change();
                text.append(last > 0 ? "\n" : "")
                        .append("Change %d: %s %s\n"
                                .formatted(last + 1, type(report, step), Printable.text(entity(report, step)))
                                .replace(" \n", "\n"));
            }
            text.append("  ").append(step.name()).append('\n');
            var check = step.check();
            if (check != null) {
                appendSql(text, check.countSql());
            }
            appendSql(text, step.sql());
        }
        append(text, "What a review should look at:", review(report.findings()));
        append(text, "Rows in the way:", inTheWay(report));
        text.append("\nNothing was changed. It would concern %s with files.\n"
                .formatted(Quantities.count(report.tenants(), "tenant")));
        return text.toString();
    }

    private static void appendSql(StringBuilder text, String sql) {
        if (!sql.isEmpty()) {
            String whole = sql.endsWith(";") ? sql : sql + ";";
            whole.lines()
                    .forEach(line ->
                            text.append("    ").append(Printable.text(line)).append('\n'));
        }
    }

    private static void append(StringBuilder text, String heading, List<String> lines) {
        if (!lines.isEmpty()) {
            text.append('\n').append(heading).append('\n');
            lines.forEach(line -> text.append("  ").append(Printable.text(line)).append('\n'));
        }
    }

    private static List<String> review(List<CountedFinding> counted) {
        var lines = new ArrayList<String>();
        for (var each : counted) {
            String rows = each.rows() == 0
                    ? ""
                    : " (%s in %s)"
                            .formatted(
                                    Quantities.count(each.rows(), "row"), Quantities.count(each.tenants(), "tenant"));
            String sentence = each.finding().sentence();
            lines.add(sentence.substring(0, sentence.length() - 1) + rows + ".");
        }
        return lines;
    }

    private static List<String> inTheWay(ChangeReport report) {
        var lines = new ArrayList<String>();
        report.offences()
                .forEach((tenant, offences) ->
                        offences.forEach(offence -> lines.add("%s: %s".formatted(tenant, offence.reason()))));
        return lines;
    }
}
