package dev.templedb.cli.quickstart;

import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import dev.templedb.temple.exchange.ExportReport;
import dev.templedb.temple.exchange.PackageImportReport;
import dev.templedb.temple.git.GitExportReport;
import dev.templedb.temple.intake.ImportReport;
import dev.templedb.temple.tour.ExactnessProof;
import dev.templedb.temple.tour.Tour;
import java.util.ArrayList;
import java.util.List;

/// Tells each step of a tour as soon as it is done, with its figures.
final class TourPrinter implements Tour.Listener {
    /// One step, for programs.
    record Step(String what, double seconds, List<String> notices) {}

    private final Terminal terminal;
    private final List<Step> steps = new ArrayList<>();

    TourPrinter(Terminal terminal) {
        this.terminal = terminal;
    }

    List<Step> steps() {
        return steps;
    }

    private void tell(String what, double seconds, List<String> notices) {
        steps.add(new Step(what, Math.round(seconds * 1000) / 1000.0, notices));
        if (terminal.format() == Format.TABLE) {
            terminal.print("%d. %-62s %6.2f s\n".formatted(steps.size(), what, seconds));
            notices.forEach(notice -> terminal.print("     " + Printable.text(notice) + "\n"));
            terminal.flush();
        }
    }

    @Override
    public void imported(ImportReport report, double seconds) {
        var what = "Imported %s: %s, %s, %s"
                .formatted(
                        report.slug(),
                        Quantities.count(report.commits(), "commit"),
                        Quantities.count(report.newObjects(), "object"),
                        Quantities.count(report.files(), "file"));
        tell(what, seconds, report.remarks());
    }

    @Override
    public void exported(ExportReport report, double seconds) {
        var what = "Exported %s: %s for %s of content"
                .formatted(
                        report.path().getFileName(),
                        Quantities.bytes(report.packageBytes()),
                        Quantities.bytes(report.rawBytes()));
        tell(what, seconds, report.notices());
    }

    @Override
    public void verified(long objects, double seconds) {
        tell("Verified every byte of it and %s".formatted(Quantities.count(objects, "object")), seconds, List.of());
    }

    @Override
    public void taken(PackageImportReport report, double seconds) {
        var what = "Imported the package as %s: %s that the temple did not have"
                .formatted(report.slug(), Quantities.count(report.newObjects(), "object"));
        tell(what, seconds, report.notices());
    }

    @Override
    public void exportedToGit(GitExportReport report, double seconds) {
        var what = "Exported it to git: %s, %s"
                .formatted(Quantities.count(report.objects(), "object"), Quantities.count(report.refs(), "ref"));
        tell(what, seconds, List.of());
    }

    @Override
    public void compared(ExactnessProof proof, double seconds) {
        tell(
                proof.isExact()
                        ? "Compared with git: %d refs equal, every object checked".formatted(proof.refs())
                        : "Compared with git: %s"
                                .formatted(Quantities.count(proof.differences().size(), "difference")),
                seconds,
                List.of());
    }
}
