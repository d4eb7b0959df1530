package dev.templedb.temple.remotes;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.core.VersionName;
import dev.templedb.packages.Packages;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.disk.AtomicDirectory;
import dev.templedb.packages.disk.Existing;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.signatures.PackageSignature;
import dev.templedb.packages.state.ProjectState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// A folder in which projects are shared: on a file share, on a disk that travels, or in a git repository. Its layout
/// is
/// in `docs/formats/folder-remote.md`.
///
/// Several may push at once. Each push claims the next number by making a file that nobody else can make too; there is
/// no lock that a killed program could leave behind.
public final class FolderRemote implements Remote {
    private static final String MARKER = "cathedral-folder.json";
    private static final long VERSION = 1;

    private final Path folder;
    private final Path scratch;
    private final Clock clock;

    /// @param scratch where packages may be unpacked
    public FolderRemote(Path folder, Path scratch, Clock clock) {
        this.folder = folder;
        this.scratch = scratch;
        this.clock = clock;
    }

    /// Makes an empty directory a folder for projects, or finds out that it is one.
    ///
    /// @throws TempleException with `REMOTE_ADDRESS_INVALID` when it is neither
    public static void begin(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw invalid(folder, "there is no such directory");
        }
        var version = FolderFiles.read(
                folder.resolve(MARKER),
                json -> json.whole("version")
                        .filter(number -> json.text("format").equals(Optional.of("cathedral-folder")))
                        .orElseThrow(() -> new IllegalArgumentException("it does not say its format")));
        if (version.isPresent() && version.get() != VERSION) {
            throw invalid(folder, "it has the format %d, and this TempleDB knows %d".formatted(version.get(), VERSION));
        }
        if (version.isEmpty()) {
            if (FolderFiles.names(folder).stream()
                    .anyMatch(name -> !name.startsWith(".") && !name.startsWith("README"))) {
                throw invalid(folder, "it holds other things");
            }
            FolderFiles.isTaken(
                    folder.resolve(MARKER),
                    Json.Obj.empty().with("format", "cathedral-folder").with("version", VERSION));
        }
    }

    private static TempleException invalid(Path folder, String why) {
        return new TempleException(
                ErrorCode.REMOTE_ADDRESS_INVALID,
                "%s cannot be a folder for projects: %s.".formatted(Printable.text(folder.toString()), why));
    }

    @Override
    public Optional<String> me() {
        return Optional.empty();
    }

    /// Names are compared without case, whatever the file system does.
    private Path directory(RemoteRef ref) {
        return below(below(folder, ref.owner().text()), ref.slug().text());
    }

    private static Path below(Path directory, String name) {
        return FolderFiles.slugs(directory).stream()
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .map(directory::resolve)
                .orElse(directory.resolve(name));
    }

    private void requireMarker() {
        if (!Files.isRegularFile(folder.resolve(MARKER))) {
            throw invalid(folder, "%s is not there".formatted(MARKER));
        }
    }

    private FolderProject read(RemoteRef ref) {
        requireMarker();
        var directory = directory(ref);
        return FolderProject.read(
                RemoteRef.of(
                        String.valueOf(
                                Objects.requireNonNull(directory.getParent()).getFileName()),
                        String.valueOf(directory.getFileName())),
                directory);
    }

    private FolderProject require(RemoteRef ref) {
        var project = read(ref);
        if (project.entries().isEmpty()) {
            throw new TempleException(ErrorCode.REMOTE_PROJECT_NOT_FOUND, "There is no project %s.".formatted(ref));
        }
        return project;
    }

    @Override
    public List<RemoteProject> list(RemoteQuery query) {
        requireMarker();
        var found = new ArrayList<RemoteProject>();
        for (var owner : FolderFiles.slugs(folder)) {
            if (query.owner().isPresent()
                    && !owner.equalsIgnoreCase(query.owner().get())) {
                continue;
            }
            var theirs = folder.resolve(owner);
            for (var slug : FolderFiles.slugs(theirs)) {
                var project = FolderProject.read(RemoteRef.of(owner, slug), theirs.resolve(slug));
                if (!project.entries().isEmpty()) {
                    var described = project.described();
                    if (matches(described, query)) {
                        found.add(described);
                    }
                }
            }
        }
        return found.stream().limit(query.most()).toList();
    }

    private static boolean matches(RemoteProject project, RemoteQuery query) {
        var text = String.join(
                        "\n",
                        project.ref().toString(),
                        project.name(),
                        project.description().orElse(""),
                        String.join(" ", project.tags()),
                        project.license().orElse(""))
                .toLowerCase(Locale.ROOT);
        return project.tags().containsAll(query.tags())
                && query.visibility().map(project.visibility()::equals).orElse(true)
                && List.of(query.words().toLowerCase(Locale.ROOT).strip().split("\\s+")).stream()
                        .allMatch(text::contains);
    }

    @Override
    public Optional<RemoteProject> find(RemoteRef ref) {
        return Optional.of(read(ref))
                .filter(project -> !project.entries().isEmpty())
                .map(FolderProject::described);
    }

    @Override
    public List<RemoteVersion> versions(RemoteRef ref) {
        return require(ref).published();
    }

    @Override
    public Optional<RemoteVersion> version(RemoteRef ref, VersionName name) {
        return require(ref).version(name);
    }

    @Override
    public Fetched fetch(RemoteRef ref, Want want, Set<Sha256> have, Path into, Progress progress) {
        var project = require(ref);
        var state = project.state(want);
        return new Fetched(state, project.packages(state, have));
    }

    @Override
    public long push(PushOffer offer, PackageMaker maker, Progress progress) {
        var project = read(offer.ref());
        requireExpected(project, offer);
        offer.version().ifPresent(version -> requireFree(project, version.name(), offer.state()));
        if (!project.state().equals(Optional.of(offer.state()))) {
            add(project, offer, maker.make(project.base(offer.known())), progress);
        }
        offer.version().ifPresent(version -> publish(project, offer, version));
        return 0;
    }

    private static void requireExpected(FolderProject project, PushOffer offer) {
        boolean isThere = project.state().equals(Optional.of(offer.state()));
        if (!isThere && !project.state().equals(offer.expected())) {
            throw offer.moved(null);
        }
    }

    private static void requireFree(FolderProject project, VersionName name, Sha256 state) {
        if (project.version(name).filter(there -> !there.state().equals(state)).isPresent()) {
            throw taken(project.ref(), name);
        }
    }

    private static TempleException taken(RemoteRef ref, VersionName name) {
        return new TempleException(
                ErrorCode.VERSION_ALREADY_EXISTS, "%s %s is already published.".formatted(ref, name));
    }

    private void add(FolderProject project, PushOffer offer, Path made, Progress progress) {
        int number = project.entries().size() + 1;
        FolderEntry entry;
        try (var opened = Packages.open(made, OpenOptions.strict(scratch, progress))) {
            if (!opened.state().root().equals(offer.state())) {
                throw new IllegalStateException(
                        "the package has the state " + opened.state().root());
            }
            var base = opened.base().flatMap(on -> on.states().stream().findFirst());
            entry = new FolderEntry(
                    number,
                    offer.state(),
                    base,
                    FolderEntry.packageName(number, offer.state()),
                    opened.packageBytes(),
                    clock.instant(),
                    offer.by(),
                    FolderEntry.facts(opened.state()));
        }
        var target = project.packageFile(entry);
        FolderFiles.copy(made, target);
        var claim = project.directory().resolve("states").resolve(FolderEntry.fileName(number));
        if (FolderFiles.isTaken(claim, entry.json())) {
            // Whoever was faster may have pushed the very same state, and then needs that very file.
            if (!read(offer.ref()).entries().get(number - 1).packageName().equals(entry.packageName())) {
                FolderFiles.delete(target);
            }
            throw offer.moved(null);
        }
    }

    private void publish(FolderProject project, PushOffer offer, NewVersion version) {
        var json = Json.Obj.empty()
                .with("version", version.name().text())
                .with("state", offer.state().hex())
                .with("notes", version.notes().orElse(null))
                .with("published_at", ProjectState.time(clock.instant()))
                .with("published_by", offer.by())
                .with(
                        "signature",
                        version.signature().map(PackageSignature::armored).orElse(null))
                .with(
                        "signed_project",
                        version.signature()
                                .map(_ -> offer.ref().toString().toLowerCase(Locale.ROOT))
                                .orElse(null));
        if (FolderFiles.isTaken(project.versionFile(version.name()), json)) {
            var there = project.require(version.name());
            if (!there.state().equals(offer.state())) {
                throw taken(project.ref(), version.name());
            }
        }
    }

    @Override
    public void yank(RemoteRef ref, VersionName version, boolean yanked, Optional<String> reason) {
        var project = require(ref);
        project.require(version);
        if (yanked) {
            FolderFiles.isTaken(
                    project.yankFile(version),
                    Json.Obj.empty()
                            .with("reason", reason.orElse(""))
                            .with("yanked_at", ProjectState.time(clock.instant())));
        } else {
            FolderFiles.delete(project.yankFile(version));
        }
    }

    @Override
    public void fork(RemoteRef source, RemoteRef copy) {
        var from = require(source);
        if (find(copy).isPresent()) {
            throw exists(copy);
        }
        var target = directory(copy);
        FolderFiles.directories(target);
        try (var made = AtomicDirectory.begin(target, Existing.REFUSE)) {
            for (var part : List.of("packages", "states", "versions")) {
                for (var name : FolderFiles.names(from.directory().resolve(part))) {
                    if (!name.startsWith(".")) {
                        Files.createDirectories(made.path().resolve(part));
                        Files.copy(
                                from.directory().resolve(part).resolve(name),
                                made.path().resolve(part).resolve(name));
                    }
                }
            }
            FolderFiles.isTaken(
                    made.path().resolve("source.json"),
                    Json.Obj.empty().with("source", from.ref().toString()));
            made.commit();
        } catch (TempleException failure) {
            throw failure.code() == ErrorCode.PACKAGE_EXISTS ? exists(copy) : failure;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static TempleException exists(RemoteRef ref) {
        return new TempleException(ErrorCode.REMOTE_PROJECT_EXISTS, "There is already a project %s.".formatted(ref));
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
