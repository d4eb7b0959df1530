package dev.templedb.temple.exchange;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.Slug;
import dev.templedb.core.TempleException;
import dev.templedb.packages.archive.ArchivedProject;
import dev.templedb.packages.archive.OpenArchive;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.OpenPackage;
import dev.templedb.packages.content.PackageChecker;
import dev.templedb.packages.json.Json;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.exchange.TempleImportReport.Outcome;
import dev.templedb.temple.exchange.TempleImportReport.Taken;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.states.ProjectStates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Takes the projects of an archive in: all of them in one transaction, so that a run that fails or is killed leaves
/// nothing.
public final class TempleImport {
    private static final int THREADS = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);

    private final Temple temple;
    private final Projects projects;
    private final ProjectStates states;
    private final PackageImport importer;
    private final Audit audit;

    /// Imports into `temple`.
    public TempleImport(Temple temple) {
        this.temple = temple;
        this.projects = new Projects(temple);
        this.states = new ProjectStates(temple.clock());
        this.importer = new PackageImport(temple);
        this.audit = new Audit(temple);
    }

    /// What is to become of a project.
    private record Planned(ArchivedProject project, Outcome outcome, List<String> lost) {}

    /// Imports the archive. Everything in it is proved before anything is kept. Memory as the import of one
    /// project; disk
    /// space for the archive once more, beside what the temple grows by.
    ///
    /// @param merge   moves projects that are here on to what the archive holds, where that loses nothing; without
    /// it, a
    ///                project that is here in another state refuses the whole archive
    /// @param dryRun  proves the archive, says what would become of each project, and imports nothing
    /// @param scratch where the archive may be unpacked
    /// @throws TempleException with `PROJECTS_IN_THE_WAY`, or with what is wrong with the archive
    public TempleImportReport run(Path file, boolean merge, boolean dryRun, Path scratch, Progress progress) {
        try (var archive = OpenArchive.open(file, OpenOptions.strict(scratch, progress))) {
            var planned = new ArrayList<Planned>();
            for (var project : archive.manifest().projects()) {
                planned.add(plan(archive, project, dryRun, progress));
            }
            if (!merge) {
                requireOutOfTheWay(planned);
            }
            if (dryRun) {
                return report(planned.stream().map(TempleImport::kept).toList(), true, archive.notices());
            }
            temple.file().requireFreeSpaceBytes(2 * archive.archiveBytes());
            var report = temple.file().write(tx -> take(tx, archive, planned, progress));
            temple.file().checkpoint();
            return report;
        }
    }

    private static void requireOutOfTheWay(List<Planned> planned) {
        var there = planned.stream()
                .filter(one -> one.outcome() != Outcome.IMPORTED && one.outcome() != Outcome.UNCHANGED)
                .map(one -> one.project().slug().text())
                .collect(Collectors.joining(", "));
        if (!there.isEmpty()) {
            throw new TempleException(
                    ErrorCode.PROJECTS_IN_THE_WAY,
                    "Projects of the archive are here already, in another state: %s. Nothing was imported."
                            .formatted(there));
        }
    }

    private Planned plan(OpenArchive archive, ArchivedProject project, boolean dryRun, Progress progress) {
        try (var opened = archive.open(project)) {
            if (dryRun) {
                PackageChecker.verify(opened, THREADS, progress);
            }
            return temple.file().write(tx -> plan(tx, opened, project, progress));
        }
    }

    private Planned plan(Transaction tx, OpenPackage opened, ArchivedProject project, Progress progress) {
        var known = projects.find(tx, project.slug().text());
        if (known.isEmpty()) {
            return new Planned(project, Outcome.IMPORTED, List.of());
        }
        long id = known.get().id();
        try (var stored = new StoredObjects(tx)) {
            var standing = Standing.of(
                    states.record(tx, known.get(), stored),
                    opened.state(),
                    CommonState.of(opened, project.ancestors()).find(tx, states, id),
                    new PackageHistory(opened, THREADS, progress));
            return switch (standing) {
                case Standing.Same _ -> new Planned(project, Outcome.UNCHANGED, List.of());
                case Standing.Newer _ -> new Planned(project, Outcome.UPDATED, List.of());
                case Standing.Older _ -> new Planned(project, Outcome.KEPT, List.of());
                case Standing.Diverged(var lost) -> new Planned(project, Outcome.CONFLICT, lost);
            };
        }
    }

    private TempleImportReport take(Transaction tx, OpenArchive archive, List<Planned> planned, Progress progress) {
        var taken = new ArrayList<Taken>();
        try (var step = progress.begin("Importing projects", planned.size())) {
            for (var one : planned) {
                taken.add(take(tx, archive, one, progress));
                step.advance(1);
            }
        }
        var report = report(taken, false, archive.notices());
        audit.record(tx, "cathedral import-all", null, details(report));
        return report;
    }

    private Taken take(Transaction tx, OpenArchive archive, Planned planned, Progress progress) {
        var slug = new Slug(planned.project().slug().text());
        return switch (planned.outcome()) {
            case UNCHANGED, KEPT, CONFLICT -> kept(planned);
            case IMPORTED -> {
                try (var opened = archive.open(planned.project())) {
                    yield taken(planned, importer.takeNew(tx, opened, slug, progress));
                }
            }
            case UPDATED -> {
                try (var opened = archive.open(planned.project())) {
                    var common = CommonState.of(opened, planned.project().ancestors());
                    yield taken(planned, importer.moveOn(tx, opened, slug, common, progress));
                }
            }
        };
    }

    private static Taken taken(Planned planned, PackageImportReport report) {
        return new Taken(
                report.slug(),
                planned.outcome(),
                report.contentRoot(),
                report.newCommits(),
                List.of(),
                report.notices());
    }

    private static Taken kept(Planned planned) {
        return new Taken(
                planned.project().slug().text(), planned.outcome(), Optional.empty(), 0, planned.lost(), List.of());
    }

    private static TempleImportReport report(List<Taken> taken, boolean dryRun, List<String> notices) {
        return new TempleImportReport(taken, dryRun, notices);
    }

    private static Json.Obj details(TempleImportReport report) {
        var details = Json.Obj.empty();
        for (var outcome : Outcome.values()) {
            var slugs = report.with(outcome).stream().map(Taken::slug).toList();
            if (!slugs.isEmpty()) {
                details = details.with(outcome.word(), Json.Arr.ofTexts(slugs));
            }
        }
        return details;
    }
}
