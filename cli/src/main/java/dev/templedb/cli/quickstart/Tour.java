package dev.templedb.cli.quickstart;

import dev.templedb.cli.terminal.Quantities;
import dev.templedb.core.Progress;
import dev.templedb.core.Slug;
import dev.templedb.packages.Packages;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.PackageChecker;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.disk.Existing;
import dev.templedb.temple.Temple;
import dev.templedb.temple.exchange.ExportReport;
import dev.templedb.temple.exchange.ExportRequest;
import dev.templedb.temple.exchange.HistoryMode;
import dev.templedb.temple.exchange.PackageExport;
import dev.templedb.temple.exchange.PackageImport;
import dev.templedb.temple.exchange.PackageImportReport;
import dev.templedb.temple.exchange.PackageImportRequest;
import dev.templedb.temple.git.GitExport;
import dev.templedb.temple.git.GitExportReport;
import dev.templedb.temple.intake.Author;
import dev.templedb.temple.intake.ImportReport;
import dev.templedb.temple.intake.ImportRequest;
import dev.templedb.temple.intake.PathFilter;
import dev.templedb.temple.intake.ProjectImport;
import dev.templedb.temple.projects.Projects;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// The steps of the quickstart, each timed and told as soon as it is done.
final class Tour {
    /// One step.
    ///
    /// @param what    what was done, with its figures
    /// @param seconds how long it took
    record Step(int number, String what, double seconds, List<String> notices) {}

    /// How it ended.
    ///
    /// @param verdict     a sentence
    /// @param differences what is not equal; none when all is exact
    record Ended(List<Step> steps, String verdict, List<String> differences) {
        boolean isExact() {
            return differences.isEmpty();
        }
    }

    private static final int THREADS = 2;

    private final Temple temple;
    private final Path folder;
    private final String version;
    private final Progress progress;
    private final Consumer<Step> listener;
    private final List<Step> steps = new ArrayList<>();

    Tour(Temple temple, Path folder, String version, Progress progress, Consumer<Step> listener) {
        this.temple = temple;
        this.folder = folder;
        this.version = version;
        this.progress = progress;
        this.listener = listener;
    }

    Ended run(String source) {
        var imported = step(() -> importProject(source), Tour::words, ImportReport::notices);
        var exported = step(() -> export(imported.slug()), Tour::words, ExportReport::notices);
        step(() -> verify(exported.path()), found -> "Verified every byte and object of it", found -> List.of());
        var copy = step(() -> importPackage(exported), Tour::words, PackageImportReport::notices);
        var repository = folder.resolve(copy.slug() + ".git");
        step(() -> exportGit(copy.slug(), repository), Tour::words, report -> List.of());
        var proof = step(() -> prove(imported, source, copy, repository), ExactnessProof::words, found -> List.of());
        return new Ended(
                List.copyOf(steps),
                proof.differences().isEmpty()
                        ? "Exact: what came out of git again is what went in."
                        : "Not exact: something was lost on the way.",
                proof.differences());
    }

    private <T> T step(Supplier<T> work, Function<T, String> words, Function<T, List<String>> notices) {
        long start = System.nanoTime();
        var result = work.get();
        var step = new Step(
                steps.size() + 1, words.apply(result), (System.nanoTime() - start) / 1e9, notices.apply(result));
        steps.add(step);
        listener.accept(step);
        return result;
    }

    private ImportReport importProject(String source) {
        var request = new ImportRequest(
                source,
                Path.of("").toAbsolutePath(),
                Optional.empty(),
                Optional.empty(),
                true,
                List.of(),
                new Author(temple.user(), ""),
                folder.resolve("scratch"));
        return new ProjectImport(temple).run(request, progress);
    }

    private ExportReport export(String slug) {
        return new PackageExport(temple)
                .run(
                        new ExportRequest(
                                slug,
                                folder.resolve(Packages.fileName(slug, PackageLayout.FILE)),
                                PackageLayout.FILE,
                                PathFilter.NONE,
                                HistoryMode.FULL,
                                Existing.REFUSE,
                                version),
                        progress);
    }

    private PackageChecker.Findings verify(Path path) {
        try (var opened = Packages.open(path, OpenOptions.strict(folder.resolve("scratch"), progress))) {
            return PackageChecker.verify(opened, THREADS, progress);
        }
    }

    private PackageImportReport importPackage(ExportReport exported) {
        var slug = new Slug(exported.slug() + "-copy");
        return new PackageImport(temple)
                .run(
                        new PackageImportRequest(
                                exported.path(), Optional.of(slug), false, false, false, folder.resolve("scratch")),
                        progress);
    }

    private GitExportReport exportGit(String slug, Path target) {
        return new GitExport(temple).run(new Projects(temple).require(slug).id(), target, true, progress);
    }

    private ExactnessProof prove(ImportReport imported, String source, PackageImportReport copy, Path repository) {
        return ExactnessProof.of(temple, imported.slug(), copy.slug(), source, repository);
    }

    private static String words(ImportReport report) {
        return "Imported %s: %s, %s, %s"
                .formatted(
                        report.slug(),
                        Quantities.count(report.commits(), "commit"),
                        Quantities.count(report.newObjects(), "object"),
                        Quantities.count(report.files(), "file"));
    }

    private static String words(ExportReport report) {
        return "Exported %s: %s for %s of content"
                .formatted(
                        report.path().getFileName(),
                        Quantities.bytes(report.packageBytes()),
                        Quantities.bytes(report.rawBytes()));
    }

    private static String words(PackageImportReport report) {
        return "Imported the package as %s: %s new"
                .formatted(report.slug(), Quantities.count(report.newObjects(), "object"));
    }

    private static String words(GitExportReport report) {
        return "Exported it to git: %s, %s"
                .formatted(Quantities.count(report.objects(), "object"), Quantities.count(report.refs(), "ref"));
    }
}
