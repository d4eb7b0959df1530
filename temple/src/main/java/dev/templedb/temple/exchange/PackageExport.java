package dev.templedb.temple.exchange;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.packages.Packages;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.PackageSource;
import dev.templedb.packages.content.SignedSource;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.signatures.PackageSignature;
import dev.templedb.packages.state.ProjectState;
import dev.templedb.sqlite.MigrationStatus;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.databases.DatabasesPart;
import dev.templedb.temple.databases.ProjectDatabases;
import dev.templedb.temple.dependencies.Dependencies;
import dev.templedb.temple.leaks.Leak;
import dev.templedb.temple.leaks.LeakScan;
import dev.templedb.temple.objects.DocumentPieces;
import dev.templedb.temple.objects.ProjectFrames;
import dev.templedb.temple.objects.SqliteObjectStore;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.temple.projects.Project;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.projects.Visibility;
import dev.templedb.temple.secrets.Secrets;
import dev.templedb.temple.signing.SqliteSignatureStore;
import dev.templedb.temple.states.ProjectStates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Writes projects as packages. Others may go on writing to the temple meanwhile; the package is of one moment.
public final class PackageExport {
    private static final int NAMED_AT_MOST = 10;

    /// What whoever exports databases without their rows is told.
    static final String ROWS_STAY = "The rows of its databases stay here; --include-rows takes them along.";

    private final Temple temple;
    private final Projects projects;
    private final ProjectStates states;
    private final Audit audit;

    /// Exports from `temple`.
    public PackageExport(Temple temple) {
        this.temple = temple;
        this.projects = new Projects(temple);
        this.states = new ProjectStates(temple.clock());
        this.audit = new Audit(temple);
    }

    /// Writes the package. It appears whole at its place, or not at all.
    ///
    /// @throws dev.templedb.core.TempleException with `PROJECT_NOT_FOUND`, `PACKAGE_EXISTS`, `PACKAGE_UNWRITABLE`
    /// or `DISK_FULL`
    public ExportReport run(ExportRequest request, Progress progress) {
        var report = write(request, progress);
        temple.file().<Optional<String>>write(tx -> {
            audit.record(tx, "cathedral export", request.slug(), details(request, report));
            return Optional.empty();
        });
        int here = new Secrets(temple).list(request.slug()).size();
        var told = request.secrets().included() || here == 0
                ? report
                : report.withNotice(
                        "%d of its secrets stay here; --include-secrets takes them along, encrypted.".formatted(here));
        return request.includesRows() || !hasDatabases(request.slug()) ? told : told.withNotice(ROWS_STAY);
    }

    /// Insists that nothing leaves that must not, whatever form it leaves in.
    ///
    /// @return what looks like a secret and goes along, in sentences
    /// @throws TempleException with `SECRETS_IN_PUBLIC_PACKAGE` or `SECRETS_FOUND`
    List<String> screen(ExportRequest request, Progress progress) {
        requireNotPublic(request);
        requireRowsNotPublic(request);
        return notices(leaks(request, progress));
    }

    /// Encrypted secrets in a public package can be kept by everybody until their keys are lost.
    private void requireNotPublic(ExportRequest request) {
        var secrets = request.secrets();
        if (secrets.included() && !secrets.isForced() && isPublic(request)) {
            throw new TempleException(
                    ErrorCode.SECRETS_IN_PUBLIC_PACKAGE,
                    "Project %s is public, and so its packages carry no secrets.".formatted(request.slug()));
        }
    }

    private void requireRowsNotPublic(ExportRequest request) {
        if (request.includesRows()
                && !request.secrets().isForced()
                && isPublic(request)
                && hasDatabases(request.slug())) {
            throw new TempleException(
                    ErrorCode.ROWS_IN_PUBLIC_PACKAGE,
                    "Project %s is public, and so its packages carry no rows of its databases."
                            .formatted(request.slug()));
        }
    }

    /// Whether rows could go along.
    boolean hasDatabases(String slug) {
        return new ProjectDatabases(temple).find(slug).isPresent();
    }

    /// What looks like a secret in the files and commits that go along.
    private List<Leak> leaks(ExportRequest request, Progress progress) {
        var leaks = new LeakScan(temple)
                .run(request.slug(), progress).stream()
                        .filter(leak -> request.history().takes(leak.isPresent()))
                        .filter(leak -> !leak.isLeftOut(request.filter()))
                        .toList();
        var grave = leaks.stream().filter(Leak::isGrave).toList();
        if (!grave.isEmpty() && !request.secrets().letsOut() && isPublic(request)) {
            throw new TempleException(
                    ErrorCode.SECRETS_FOUND,
                    "Project %s is public, and its history holds what nobody should see: %s."
                            .formatted(request.slug(), String.join("; ", lines(grave))));
        }
        return leaks;
    }

    private boolean isPublic(ExportRequest request) {
        return request.facts().visibility(projects.require(request.slug()).fields()) == Visibility.PUBLIC;
    }

    private static List<String> notices(List<Leak> leaks) {
        return leaks.isEmpty()
                ? List.of()
                : Stream.concat(Stream.of("The package holds what looks like secrets:"), lines(leaks).stream())
                        .toList();
    }

    private static List<String> lines(List<Leak> leaks) {
        var lines = new ArrayList<>(
                leaks.stream().limit(NAMED_AT_MOST).map(Leak::line).toList());
        if (leaks.size() > NAMED_AT_MOST) {
            lines.add("and %d more; see `templedb sql \"SELECT * FROM project_findings\"`"
                    .formatted(leaks.size() - NAMED_AT_MOST));
        }
        return lines;
    }

    static Json.Obj details(ExportRequest request, ExportReport report) {
        var details = Json.Obj.empty()
                .with("layout", request.layout().word())
                .with("content_root", report.contentRoot().hex());
        var told = request.includesRows() ? details.with("rows", true) : details;
        return request.secrets().included() ? told.with("secrets", Json.Arr.ofTexts(report.secrets())) : told;
    }

    private ExportReport pack(ExportRequest request, Progress progress) {
        boolean wasSigned = temple.file()
                .read(tx -> new SqliteSignatureStore(
                                tx, projects.require(tx, request.slug()).id())
                        .hasAny());
        return withSource(request, progress, source -> {
            var target = target(request, source.state());
            Packages.write(signed(source, request), request.layout(), target, request.existing());
            return new ExportReport(
                    request.slug(),
                    target,
                    request.layout(),
                    source.state().root(),
                    source.fileCount(),
                    source.state().objects().count(),
                    size(target),
                    source.rawBytes(),
                    List.copyOf(
                            source.state().json().object("secrets").members().keySet()),
                    notices(source, wasSigned));
        });
    }

    static List<String> notices(PackageSource source, boolean wasSigned) {
        var notices =
                new ArrayList<>(source instanceof FilteredProject filtered ? filtered.notices() : List.<String>of());
        if (wasSigned
                && source.signatures().isEmpty()
                && source.signedVersions().isEmpty()) {
            notices.add("The signatures that the project came with stay here: they are of another state.");
        }
        return notices;
    }

    private PackageSource signed(PackageSource source, ExportRequest request) {
        return request.key()
                .<PackageSource>map(key -> new SignedSource(
                        source,
                        PackageSignature.withNew(
                                source.signatures(),
                                key.sign(
                                        source.state().signedBytes(),
                                        temple.clock().instant()))))
                .orElse(source);
    }

    /// Writes the package as [#run] does, after the same questions, without telling the audit log: whoever sends it
    /// somewhere does that.
    public ExportReport write(ExportRequest request, Progress progress) {
        var found = screen(request, progress);
        return pack(request, progress).withNotices(found);
    }

    /// Writes the package without asking what is in it: for what came from elsewhere a moment ago and leaves
    /// nowhere.
    public ExportReport writeAsItIs(ExportRequest request) {
        return pack(request, Progress.NONE);
    }

    /// The state that a package with such secrets and facts would carry.
    ///
    /// @throws TempleException with `PROJECT_VALUE_INVALID` when one of the facts is none
    public ProjectState packagedState(String slug, PackagedSecrets secrets, PackagedFacts facts) {
        return temple.file().write(tx -> {
            var state = current(tx, slug);
            var fields = projects.require(tx, slug).fields();
            return ChangedSecrets.of(facts.over(state, fields), secrets).state();
        });
    }

    /// The state that a full export of the project would carry.
    public ProjectState state(String slug) {
        return temple.file().write(tx -> current(tx, slug));
    }

    /// Lets `work` look at a project as a package writer does that takes everything, also the secrets.
    public <T> T withProject(String slug, String version, Progress progress, Function<PackageSource, T> work) {
        return withProject(slug, version, PackagedSecrets.AS_THEY_ARE, progress, work);
    }

    private <T> T withProject(
            String slug, String version, PackagedSecrets secrets, Progress progress, Function<PackageSource, T> work) {
        return withView(slug, version, secrets, PackagedFacts.NONE, false, progress, view -> work.apply(view.source()));
    }

    /// A project inside a transaction.
    private record View(Transaction tx, long project, ProjectSource source) {}

    private <T> T withView(
            String slug,
            String version,
            PackagedSecrets secrets,
            PackagedFacts facts,
            boolean includesRows,
            Progress progress,
            Function<View, T> work) {
        var writer = writer(version);
        var wanted = state(slug);
        while (true) {
            var state = wanted;
            var done = temple.file().read(tx -> {
                var project = projects.require(tx, slug);
                if (!states.last(tx, project.id()).equals(Optional.of(state))) {
                    return Optional.<T>empty();
                }
                var changed = ChangedSecrets.of(facts.over(state, project.fields()), secrets)
                        .with(includesRows ? DatabasesPart.rows(tx, project.id()) : Map.of());
                try (var source = source(tx, project, changed, writer, progress)) {
                    return Optional.of(work.apply(new View(tx, project.id(), source)));
                }
            });
            if (done.isPresent()) {
                return done.get();
            }
            // Somebody changed the project between recording its state and reading it.
            wanted = state(slug);
        }
    }

    private <T> T withSource(ExportRequest request, Progress progress, Function<PackageSource, T> work) {
        if (request.since().isPresent()) {
            var since = request.since().get();
            var options = OpenOptions.strict(since.scratch(), progress);
            return withView(
                    request.slug(),
                    request.version(),
                    request.secrets(),
                    request.facts(),
                    request.includesRows(),
                    progress,
                    view -> work.apply(increment(view, since.base(), options)));
        }
        if (request.history() == HistoryMode.FULL) {
            return withView(
                    request.slug(),
                    request.version(),
                    request.secrets(),
                    request.facts(),
                    request.includesRows(),
                    progress,
                    view -> work.apply(view.source()));
        }
        return withView(
                request.slug(),
                request.version(),
                request.secrets(),
                PackagedFacts.NONE,
                request.includesRows(),
                progress,
                view -> work.apply(FilteredProject.of(
                        view.source(), view.source().stored(), request.filter(), request.history())));
    }

    private PackageSource increment(View view, String since, OpenOptions options) {
        var stored = view.source().stored();
        var base = ExportBase.find(view.tx(), view.project(), states, stored, since, options);
        var fresh = new ReachedObjects(view.tx(), stored)
                .of(ReachedObjects.Roots.of(view.source().state()), base.roots());
        return new IncrementSource(view.source(), new ProjectFrames(view.tx(), fresh), base.named());
    }

    private ProjectState current(Transaction tx, String slug) {
        try (var stored = new StoredObjects(tx)) {
            return states.record(tx, projects.require(tx, slug), stored);
        }
    }

    /// A project as a package writer sees it, inside `tx`.
    ProjectSource source(
            Transaction tx, Project project, ChangedSecrets changed, PackageSource.Writer writer, Progress progress) {
        var state = changed.state();
        var stored = new StoredObjects(tx);
        var members = new SqliteObjectStore(tx).membership(project.id());
        var frames = new ProjectFrames(tx, new DocumentPieces(tx, stored).without(members, changed.gone()));
        var of = new PackageSource.Writer(
                writer.templedbVersion(), writer.schemaVersion(), exportMethod(state), writer.migrations());
        return new ProjectSource(
                state,
                project.unknownFields(),
                new SqliteCarriedStore(tx, project.id()),
                new SqliteSignatureStore(tx, project.id()).of(state.root()),
                new SqliteSignatureStore(tx, project.id()).versions(state.root()),
                () -> SqliteProjectListing.files(tx, project.id()),
                () -> SqliteProjectListing.commits(tx, project.id()),
                () -> PackagedDependencies.of(Dependencies.graph(tx, project.id())),
                frames,
                stored,
                changed.made(),
                of,
                progress);
    }

    /// How much history the state has, by its own account: a package of a package without history says so again.
    static String exportMethod(ProjectState state) {
        return state.json().text("history").orElse(HistoryMode.FULL.word());
    }

    PackageSource.Writer writer(String version) {
        return new PackageSource.Writer(
                version,
                temple.file().schemaVersion(),
                HistoryMode.FULL.word(),
                temple.file().migrations().stream().map(MigrationStatus::name).toList());
    }

    private static Path target(ExportRequest request, ProjectState state) {
        if (!Files.isDirectory(request.output()) || isPackageName(request.output())) {
            return request.output();
        }
        var slug = state.project().text("slug").orElse(request.slug());
        return request.output().resolve(Packages.fileName(slug, request.layout()));
    }

    private static boolean isPackageName(Path path) {
        var name = String.valueOf(path.getFileName());
        return name.endsWith(".cathedral") || name.endsWith(".tar.zst");
    }

    private static long size(Path target) {
        try (Stream<Path> files = Files.walk(target)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(PackageExport::length)
                    .sum();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static long length(Path file) {
        try {
            return Files.size(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
