package dev.templedb.temple.remotes;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.core.VersionName;
import dev.templedb.packages.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One project in a folder, as its files say when they are read.
///
/// @param directory `FOLDER/OWNER/SLUG`
/// @param entries   its pushes, the oldest first
record FolderProject(RemoteRef ref, Path directory, List<FolderEntry> entries) {
    private static final int MOST_INCREMENTS = 20;
    private static final long SMALL_BYTES = 1 << 20;
    private static final String YANKED = ".yanked.json";

    static FolderProject read(RemoteRef ref, Path directory) {
        var entries = new ArrayList<FolderEntry>();
        while (true) {
            int number = entries.size() + 1;
            var entry = FolderFiles.read(
                    directory.resolve("states").resolve(FolderEntry.fileName(number)),
                    json -> FolderEntry.read(number, json));
            if (entry.isEmpty()) {
                return new FolderProject(ref, directory, entries);
            }
            entries.add(entry.get());
        }
    }

    Optional<FolderEntry> last() {
        return entries.isEmpty() ? Optional.empty() : Optional.of(entries.getLast());
    }

    Optional<Sha256> state() {
        return last().map(FolderEntry::state);
    }

    Path packageFile(FolderEntry entry) {
        return directory.resolve("packages").resolve(entry.packageName());
    }

    /// The packages that lead from one of the states that somebody has to the state of a push.
    ///
    /// @throws TempleException with `REMOTE_DAMAGED` when one of them builds on nothing that is here
    List<Path> packages(Sha256 wanted, Set<Sha256> have) {
        var chain = new ArrayList<Path>();
        var next = Optional.of(wanted);
        while (next.isPresent() && !have.contains(next.get())) {
            var state = next.get();
            var entry = entries.stream()
                    .filter(one -> one.state().equals(state))
                    .findFirst()
                    .filter(one -> chain.size() <= entries.size())
                    .orElseThrow(() -> FolderFiles.damaged(
                            directory.resolve("states"), "no push has led to the state " + state.hex()));
            chain.addFirst(packageFile(entry));
            next = entry.base();
        }
        return chain;
    }

    /// On which of the states that somebody knows an increment may build; none when a whole package is due, so that
    /// nobody has to read long chains.
    Optional<Sha256> base(List<Sha256> known) {
        long increments = 0;
        long bytes = 0;
        long whole = 0;
        for (var entry : entries.reversed()) {
            if (entry.base().isEmpty()) {
                whole = entry.packageBytes();
                break;
            }
            increments++;
            bytes += entry.packageBytes();
        }
        if (increments >= MOST_INCREMENTS || bytes > Math.max(whole, SMALL_BYTES)) {
            return Optional.empty();
        }
        return known.stream()
                .filter(root -> entries.stream().anyMatch(entry -> entry.state().equals(root)))
                .findFirst();
    }

    private Path versions() {
        return directory.resolve("versions");
    }

    /// The highest first.
    List<RemoteVersion> published() {
        return FolderFiles.names(versions()).stream()
                .filter(name -> name.endsWith(".json") && !name.endsWith(YANKED))
                .map(name -> name.substring(0, name.length() - ".json".length()))
                .flatMap(name -> versionName(name).stream())
                .flatMap(name -> version(name).stream())
                .sorted(Comparator.comparing(RemoteVersion::name).reversed())
                .toList();
    }

    private static Optional<VersionName> versionName(String text) {
        try {
            return Optional.of(new VersionName(text));
        } catch (TempleException noVersion) {
            return Optional.empty();
        }
    }

    Optional<RemoteVersion> version(VersionName name) {
        var yanked =
                FolderFiles.read(yankFile(name), json -> json.text("reason").orElse(""));
        return FolderFiles.read(
                versionFile(name),
                json -> new RemoteVersion(
                        name,
                        Sha256.parse(FolderFiles.text(json, "state")),
                        json.text("notes"),
                        json.text("published_by"),
                        FolderFiles.time(json, "published_at"),
                        yanked.isPresent(),
                        yanked.filter(reason -> !reason.isEmpty()),
                        Optional.of(json.text("signature").isPresent() ? "unknown" : "none"),
                        json.text("signature"),
                        json.text("signed_project"),
                        Optional.empty()));
    }

    RemoteVersion require(VersionName name) {
        return version(name)
                .orElseThrow(() ->
                        new TempleException(ErrorCode.VERSION_NOT_FOUND, "%s has no version %s.".formatted(ref, name)));
    }

    Optional<RemoteVersion> latest() {
        return published().stream()
                .filter(version -> !version.yanked() && !version.name().isPreRelease())
                .findFirst();
    }

    Sha256 state(Want want) {
        return switch (want) {
            case Want.Shared() ->
                state().orElseThrow(() -> new TempleException(
                        ErrorCode.REMOTE_PROJECT_NOT_FOUND, "There is no project %s.".formatted(ref)));
            case Want.Latest() ->
                latest().map(RemoteVersion::state)
                        .orElseThrow(() -> new TempleException(
                                ErrorCode.VERSION_NOT_FOUND,
                                "%s has no version that is neither yanked nor a pre-release.".formatted(ref)));
            case Want.Version(var name) -> require(name).state();
        };
    }

    Path versionFile(VersionName name) {
        return versions().resolve(name + ".json");
    }

    Path yankFile(VersionName name) {
        return versions().resolve(name + YANKED);
    }

    Optional<String> source() {
        return FolderFiles.read(directory.resolve("source.json"), json -> FolderFiles.text(json, "source"));
    }

    RemoteProject described() {
        var facts = last().map(FolderEntry::facts).orElse(Json.Obj.empty());
        return new RemoteProject(
                ref,
                facts.text("name").orElse(ref.slug().text()),
                facts.text("description"),
                facts.text("visibility").orElse("private"),
                facts.list("tags").stream()
                        .filter(Json.Str.class::isInstance)
                        .map(tag -> ((Json.Str) tag).value())
                        .toList(),
                facts.text("license"),
                state(),
                latest().map(RemoteVersion::name),
                Optional.empty(),
                source(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                last().map(FolderEntry::pushedAt));
    }
}
