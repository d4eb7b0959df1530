package dev.templedb.temple.tour;

import dev.templedb.core.Progress;
import dev.templedb.core.Slug;
import dev.templedb.packages.Packages;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.PackageChecker;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.disk.AtomicDirectory;
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
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/// Takes a project into a temple, out as a package, in again under another name and out to git, and proves that nothing
/// changed.
///
/// Works in a temporary folder that is gone afterwards, unless it is to be kept; what a killed tour has left is removed
/// by the next one.
public final class Tour {
    /// Where the tour goes.
    ///
    /// @param source    a directory, a git repository, or the address of one
    /// @param folder    where the folder is in the end if it is kept
    /// @param keep      whether it is
    /// @param temple    a temple to work in; without it a fresh one in the folder
    /// @param version   of this program, for the manifest
    public record Plan(String source, Path folder, boolean keep, Optional<Path> temple, String version) {}

    /// Hears of each step when it is done, with the seconds it took.
    public interface Listener {
        void imported(ImportReport report, double seconds);

        void exported(ExportReport report, double seconds);

        /// @param objects how many objects were proved
        void verified(long objects, double seconds);

        void taken(PackageImportReport report, double seconds);

        void exportedToGit(GitExportReport report, double seconds);

        void compared(ExactnessProof proof, double seconds);
    }

    private static final int THREADS = 2;

    private final Clock clock;
    private final String user;
    private final Progress progress;

    /// A tour in the name of `user`.
    public Tour(Clock clock, String user, Progress progress) {
        this.clock = clock;
        this.user = user;
        this.progress = progress;
    }

    /// Does every step, and returns what the comparison at the end found.
    public ExactnessProof run(Plan plan, Listener listener) {
        try (var folder = AtomicDirectory.begin(plan.folder(), Existing.REFUSE)) {
            var file = plan.temple().orElse(folder.path().resolve("templedb.sqlite"));
            ExactnessProof proof;
            try (var temple = Temple.open(file, clock, user)) {
                proof = new Run(temple, folder.path(), plan, listener).run();
            }
            if (plan.keep()) {
                folder.commit();
            }
            return proof;
        }
    }

    private final class Run {
        private final Temple temple;
        private final Path folder;
        private final Plan plan;
        private final Listener listener;

        Run(Temple temple, Path folder, Plan plan, Listener listener) {
            this.temple = temple;
            this.folder = folder;
            this.plan = plan;
            this.listener = listener;
        }

        ExactnessProof run() {
            var imported = timed(this::importProject, listener::imported);
            var exported = timed(() -> export(imported.slug()), listener::exported);
            timed(() -> verify(exported.path()), listener::verified);
            var copy = timed(() -> importPackage(exported), listener::taken);
            var repository = folder.resolve(copy.slug() + ".git");
            timed(() -> exportGit(copy.slug(), repository), listener::exportedToGit);
            return timed(
                    () -> ExactnessProof.of(temple, imported.slug(), copy.slug(), plan.source(), repository),
                    listener::compared);
        }

        private <T> T timed(Supplier<T> step, BiConsumer<T, Double> told) {
            long start = System.nanoTime();
            var result = step.get();
            told.accept(result, (System.nanoTime() - start) / 1e9);
            return result;
        }

        private ImportReport importProject() {
            var request = new ImportRequest(
                    plan.source(),
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
            var request = new ExportRequest(
                    slug,
                    folder.resolve(Packages.fileName(slug, PackageLayout.FILE)),
                    PackageLayout.FILE,
                    PathFilter.NONE,
                    HistoryMode.FULL,
                    Existing.REFUSE,
                    plan.version());
            return new PackageExport(temple).run(request, progress);
        }

        private long verify(Path path) {
            try (var opened = Packages.open(path, OpenOptions.strict(folder.resolve("scratch"), progress))) {
                return PackageChecker.verify(opened, THREADS, progress).objects();
            }
        }

        private PackageImportReport importPackage(ExportReport exported) {
            var request = new PackageImportRequest(
                    exported.path(),
                    Optional.of(new Slug(exported.slug() + "-copy")),
                    false,
                    false,
                    false,
                    folder.resolve("scratch"));
            return new PackageImport(temple).run(request, progress);
        }

        private GitExportReport exportGit(String slug, Path target) {
            return new GitExport(temple).run(new Projects(temple).require(slug).id(), target, true, progress);
        }
    }
}
