package dev.templedb.temple.exchange;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.Packages;
import dev.templedb.packages.archive.ArchiveManifest;
import dev.templedb.packages.archive.ArchiveWriter;
import dev.templedb.packages.archive.ArchivedProject;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.content.PackageSource;
import dev.templedb.packages.disk.AtomicDirectory;
import dev.templedb.packages.disk.Existing;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.state.ProjectState;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.databases.DatabasesPart;
import dev.templedb.temple.intake.PathFilter;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.temple.projects.Project;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.secrets.Secrets;
import dev.templedb.temple.signing.SqliteSignatureStore;
import dev.templedb.temple.states.ProjectStates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// Writes many projects, all of one moment, as an archive of packages.
public final class TempleExport {
    private final Temple temple;
    private final Projects projects;
    private final ProjectStates states;
    private final PackageExport export;
    private final Audit audit;

    /// Exports from `temple`.
    public TempleExport(Temple temple) {
        this.temple = temple;
        this.projects = new Projects(temple);
        this.states = new ProjectStates(temple.clock());
        this.export = new PackageExport(temple);
        this.audit = new Audit(temple);
    }

    /// Writes the archive, which appears whole at its place, or not at all. Needs disk space for the archive and
    /// once more
    /// for the largest package; memory as the export of one project.
    ///
    /// @throws TempleException with `PROJECT_NOT_FOUND`; with `SECRETS_IN_PUBLIC_PACKAGE` or `SECRETS_FOUND` when
    /// one of
    ///         the projects may not leave like this; `PACKAGE_EXISTS`, `PACKAGE_UNWRITABLE` or `DISK_FULL`
    public TempleExportReport run(TempleExportRequest request, Progress progress) {
        var slugs = slugs(request);
        var found = new LinkedHashMap<String, List<String>>();
        slugs.forEach(slug -> found.put(slug, export.screen(request(request, slug), progress)));
        var run = new Run(request, export.writer(request.version()), progress, new HashMap<>());
        var written = atOneMoment(slugs, (tx, moment) -> write(tx, moment, run));
        temple.file().<Optional<String>>write(tx -> {
            written.projects().forEach(one -> record(tx, request, one));
            audit.record(tx, "cathedral export-all", null, Json.Obj.empty().with("projects", Json.Arr.ofTexts(slugs)));
            return Optional.empty();
        });
        return written.withNotices(notices(request, written.projects(), found));
    }

    private List<String> slugs(TempleExportRequest request) {
        if (request.slugs().isEmpty()) {
            return projects.slugs();
        }
        var slugs = new LinkedHashSet<String>();
        request.slugs().forEach(slug -> slugs.add(projects.require(slug).slug().text()));
        return slugs.stream().sorted().toList();
    }

    private static ExportRequest request(TempleExportRequest all, String slug) {
        return new ExportRequest(
                        slug,
                        all.output(),
                        PackageLayout.FILE,
                        new PathFilter(List.of()),
                        all.history(),
                        Existing.REFUSE,
                        all.version(),
                        all.secrets())
                .withRows(all.includesRows());
    }

    private void record(Transaction tx, TempleExportRequest request, ExportReport one) {
        audit.record(tx, "cathedral export", one.slug(), PackageExport.details(request(request, one.slug()), one));
    }

    private List<String> notices(
            TempleExportRequest request, List<ExportReport> written, Map<String, List<String>> found) {
        var notices = new ArrayList<String>();
        for (var one : written) {
            one.notices().forEach(notice -> notices.add("%s: %s".formatted(one.slug(), notice)));
            found.getOrDefault(one.slug(), List.of())
                    .forEach(notice -> notices.add("%s: %s".formatted(one.slug(), notice)));
            int here = request.secrets().included()
                    ? 0
                    : new Secrets(temple).list(one.slug()).size();
            if (here > 0) {
                notices.add("%s: %d of its secrets stay here; --include-secrets takes them along, encrypted."
                        .formatted(one.slug(), here));
            }
            if (!request.includesRows() && export.hasDatabases(one.slug())) {
                notices.add("%s: %s".formatted(one.slug(), PackageExport.ROWS_STAY));
            }
        }
        return notices;
    }

    @FunctionalInterface
    private interface Work<T> {
        T with(Transaction tx, SequencedMap<Project, ProjectState> moment);
    }

    /// Lets `work` see all the projects in states that are recorded and that they are all in at once.
    private <T> T atOneMoment(List<String> slugs, Work<T> work) {
        while (true) {
            var wanted = temple.file().write(tx -> recorded(tx, slugs));
            var done = temple.file().read(tx -> {
                boolean isStill = wanted.entrySet().stream()
                        .allMatch(entry -> states.last(tx, entry.getKey().id()).equals(Optional.of(entry.getValue())));
                return isStill ? Optional.of(work.with(tx, wanted)) : Optional.<T>empty();
            });
            if (done.isPresent()) {
                return done.get();
            }
            // Somebody changed a project between recording its state and reading it.
        }
    }

    private SequencedMap<Project, ProjectState> recorded(Transaction tx, List<String> slugs) {
        var recorded = new LinkedHashMap<Project, ProjectState>();
        try (var stored = new StoredObjects(tx)) {
            for (var slug : slugs) {
                var project = projects.require(tx, slug);
                recorded.put(project, states.record(tx, project, stored));
            }
        }
        return recorded;
    }

    /// One export.
    ///
    /// @param rows of the databases of a project, by its number: each is read once, since its package is made twice
    private record Run(
            TempleExportRequest request,
            PackageSource.Writer writer,
            Progress progress,
            Map<Long, SortedMap<String, byte[]>> rows) {
        SortedMap<String, byte[]> rows(Transaction tx, long project) {
            return request.includesRows()
                    ? rows.computeIfAbsent(project, id -> DatabasesPart.rows(tx, id))
                    : new TreeMap<>();
        }
    }

    /// What was written, before anybody was told.
    private record Written(Path path, long archiveBytes, List<ExportReport> projects) {
        TempleExportReport withNotices(List<String> notices) {
            return new TempleExportReport(path, archiveBytes, projects, notices);
        }
    }

    /// The states of filtered packages are known only once they are made, and the archive begins with all of them:
    /// they
    /// are made once for their roots, and once more for their packages.
    private Written write(Transaction tx, SequencedMap<Project, ProjectState> moment, Run run) {
        var request = run.request();
        var listed = new LinkedHashMap<Project, ArchivedProject>();
        moment.forEach((project, state) ->
                listed.put(project, with(tx, project, state, run, source -> archived(tx, project, source.state()))));
        var manifest = new ArchiveManifest(
                ArchiveManifest.WRITTEN,
                moment.values().stream()
                        .map(ProjectState::time)
                        .max(Instant::compareTo)
                        .orElse(Instant.EPOCH),
                request.version(),
                run.writer().schemaVersion(),
                List.copyOf(listed.values()));
        try (var scratch = scratch(request);
                var archive = ArchiveWriter.begin(request.output(), request.existing(), manifest);
                var step = run.progress().begin("Exporting projects", moment.size())) {
            var reports = new ArrayList<ExportReport>();
            moment.forEach((project, state) -> {
                var file = scratch.path().resolve("package");
                reports.add(with(tx, project, state, run, source -> write(tx, project, source, file)));
                archive.add(java.util.Objects.requireNonNull(listed.get(project)), file);
                delete(file);
                step.advance(1);
            });
            return new Written(request.output(), archive.finish(), reports);
        }
    }

    private static AtomicDirectory scratch(TempleExportRequest request) {
        try {
            // Nothing is ever committed there: this is for the lock and the sweeping.
            return AtomicDirectory.begin(
                    Files.createDirectories(request.scratch()).resolve("packages"), Existing.REPLACE);
        } catch (IOException unwritable) {
            throw new TempleException(ErrorCode.TARGET_UNWRITABLE, "The scratch directory cannot be made.", unwritable);
        }
    }

    private <T> T with(Transaction tx, Project project, ProjectState state, Run run, Function<PackageSource, T> work) {
        var history = run.request().history();
        var changed = ChangedSecrets.of(state, run.request().secrets()).with(run.rows(tx, project.id()));
        try (var whole = export.source(tx, project, changed, run.writer(), run.progress())) {
            if (history == HistoryMode.FULL) {
                return work.apply(whole);
            }
            var mode = FilteredProject.hasFiles(whole) ? history : HistoryMode.NO_FILES;
            return work.apply(FilteredProject.of(whole, whole.stored(), new PathFilter(List.of()), mode));
        }
    }

    private ArchivedProject archived(Transaction tx, Project project, ProjectState state) {
        return new ArchivedProject(
                project.slug(), project.fields().name(), state.root(), ancestors(tx, project, state));
    }

    private List<Sha256> ancestors(Transaction tx, Project project, ProjectState state) {
        var lineage = states.lineage(tx, project.id());
        var found = new LinkedHashSet<Sha256>();
        var open = new ArrayDeque<>(state.parents());
        while (!open.isEmpty() && found.size() < ArchivedProject.MOST_ANCESTORS) {
            var root = open.remove();
            if (found.add(root)) {
                open.addAll(lineage.getOrDefault(root, List.of()));
            }
        }
        return List.copyOf(found);
    }

    private ExportReport write(Transaction tx, Project project, PackageSource source, Path file) {
        Packages.write(source, PackageLayout.FILE, file, Existing.REFUSE);
        return new ExportReport(
                project.slug().text(),
                file,
                PackageLayout.FILE,
                source.state().root(),
                source.fileCount(),
                source.state().objects().count(),
                size(file),
                source.rawBytes(),
                List.copyOf(source.state().json().object("secrets").members().keySet()),
                PackageExport.notices(source, new SqliteSignatureStore(tx, project.id()).hasAny()));
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
