package dev.templedb.cli.projects;

import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.cli.worktree.MergeDetails;
import dev.templedb.core.Printable;
import dev.templedb.temple.intake.Divergence;
import dev.templedb.temple.intake.ImportReport;
import dev.templedb.temple.intake.LeftOut;
import dev.templedb.temple.worktree.MergeOutcome;
import dev.templedb.temple.worktree.SourceMerge;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/// Says what an import or a sync did, and everything that it left out.
final class ImportPrinter {
    private static final int LISTED_REFS = 10;

    private final Terminal terminal;

    ImportPrinter(Terminal terminal) {
        this.terminal = terminal;
    }

    /// Prints the report, and returns the exit code: a loss is never a success.
    int print(ImportReport report) {
        return print(report, sentence(report));
    }

    private int print(ImportReport report, String sentence) {
        terminal.say(report, sentence);
        if (terminal.format() == Format.TABLE) {
            report.remarks().forEach(line -> terminal.note(Printable.text(line)));
            report.leftOut().stream().filter(LeftOut::loss).forEach(left -> terminal.warn(line(left, "")));
            withoutLoss(report)
                    .forEach(alike -> terminal.note(line(
                            alike.getFirst(), alike.size() == 1 ? "" : " and %d more".formatted(alike.size() - 1))));
        }
        if (report.undoable()) {
            terminal.warn(gone(report));
        }
        for (var divergence : report.diverged()) {
            terminal.warn(apart(report.slug(), divergence));
        }
        return code(report, !report.diverged().isEmpty());
    }

    private static String gone(ImportReport report) {
        var refs = report.goneRefs().stream()
                .limit(LISTED_REFS)
                .map(ref -> Printable.text(ref))
                .collect(Collectors.joining(", "));
        var more = report.goneRefs().size() - LISTED_REFS;
        return "The source no longer has %s%s%s. They are kept for 30 days; `templedb undo` brings the project back as it was."
                .formatted(
                        Quantities.count(report.removedCommits(), "commit"),
                        refs.isEmpty() ? "" : "; gone or moved elsewhere: " + refs,
                        more > 0 ? " and %d more".formatted(more) : "");
    }

    private static int code(ImportReport report, boolean isOpen) {
        return isOpen ? ExitCode.CONFLICT : report.isLossy() ? ExitCode.FAILED : ExitCode.OK;
    }

    private static String apart(String slug, Divergence divergence) {
        var moved = "Both sides have moved %s: %s only here, %s only at the source, kept as %s."
                .formatted(
                        Printable.text(divergence.name()),
                        Quantities.count(divergence.ourCommits(), "commit"),
                        Quantities.count(divergence.theirCommits(), "commit"),
                        Printable.text(divergence.keptName()));
        return divergence.isBranch()
                ? moved + " `templedb project sync %s --merge` joins them.".formatted(slug)
                : moved;
    }

    /// Prints the report of a sync that merges, with what became of each branch, and returns the exit code.
    int print(ImportReport report, List<SourceMerge.Result> merges) {
        if (terminal.format() != Format.TABLE) {
            terminal.say(
                    new Details()
                            .withAll(report)
                            .with(
                                    "merges",
                                    merges.stream().map(ImportPrinter::details).toList()),
                    "");
        } else {
            var alone = report.diverged().stream()
                    .filter(divergence -> !divergence.isBranch())
                    .toList();
            print(report.withDiverged(alone), sentence(report));
            merges.forEach(merge -> terminal.say(merge, sentence(merge)));
        }
        var others = report.diverged().size() > merges.size();
        return code(report, others || merges.stream().anyMatch(SourceMerge.Result::isOpen));
    }

    private static String sentence(SourceMerge.Result merge) {
        var branch = Printable.text(merge.divergence().name());
        var theirs = Printable.text(merge.divergence().keptName());
        var in = merge.directory()
                .map(directory -> " in " + Printable.text(directory.toString()))
                .orElse("");
        if (merge.refusal().isPresent()) {
            return "%s was not merged%s: %s"
                    .formatted(branch, in, merge.refusal().get().getMessage());
        }
        return switch (merge.outcome().orElseThrow()) {
            case MergeOutcome.UpToDate() -> "%s has everything of %s already.".formatted(branch, theirs);
            case MergeOutcome.FastForward(var commit) ->
                "%s moved to %s%s.".formatted(branch, commit.abbreviated(10), in);
            case MergeOutcome.Made(var commit) ->
                "Merged %s into %s%s: %s.".formatted(theirs, branch, in, commit.abbreviated(10));
            case MergeOutcome.Conflicted(var conflicts) -> {
                var count = Quantities.count(conflicts.size(), "conflict");
                var what = merge.directory().isPresent()
                        ? "%s%s; edit the files, `templedb vcs add` them, then `templedb vcs commit`:"
                                .formatted(count, in)
                        : "%s between %s and %s, so nothing was merged. Check %s out, and there `templedb vcs merge %s`:"
                                .formatted(count, branch, theirs, branch, theirs);
                yield what + MergeDetails.lines(conflicts);
            }
        };
    }

    private static Details details(SourceMerge.Result merge) {
        var details = new Details().with("branch", merge.divergence().name()).with("directory", merge.directory());
        if (merge.refusal().isPresent()) {
            return details.with("outcome", "refused")
                    .with("error", merge.refusal().get().code().id())
                    .with("message", merge.refusal().get().getMessage());
        }
        return MergeDetails.addTo(details, merge.outcome().orElseThrow());
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
                "Updated %s: %s new%s; now %s.%s"
                        .formatted(
                                report.slug(),
                                Quantities.count(report.newCommits(), "commit"),
                                report.removedCommits() == 0
                                        ? ""
                                        : ", %s gone".formatted(Quantities.count(report.removedCommits(), "commit")),
                                contents(report),
                                report.undoable() ? " `templedb undo` brings the project back as it was." : "");
            case UNCHANGED ->
                report.diverged().isEmpty()
                        ? "%s is up to date.".formatted(report.slug())
                        : "%s has nothing new to take in.".formatted(report.slug());
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
