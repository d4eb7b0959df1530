package dev.templedb.packages.directory;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.CarriedEntry;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.content.PackageSource;
import dev.templedb.packages.content.PackagedFile;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import dev.templedb.packages.json.PackageJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.DigestInputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Everything that goes into a directory package but its two lists of hashes, as entries that make their content when
/// asked.
final class PackageTree {
    private static final List<String> DIRECTORIES =
            List.of("dependencies", "deployments", "environments", "files", "metadata", "objects", "secrets", "vcs");
    /// Parts that we write only when no document has their name.
    private static final Set<String> DEFAULTS = Set.of(
            "vcs/history.json",
            "deployments/deploy.json",
            "deployments/targets.json",
            "dependencies/dependencies.json",
            "metadata/tags.json",
            "metadata/readme.md");
    /// Every part that is neither a file, a frame nor a document.
    static final Set<String> FIXED = Set.of(
            Names.PROJECT,
            Names.STATE,
            Names.SCHEMA,
            Names.INDEX,
            "vcs/branches.json",
            "vcs/commits.json",
            "vcs/tags.json",
            "vcs/commit_files.json",
            "vcs/history.json",
            "metadata/statistics.json",
            "metadata/tags.json",
            "metadata/readme.md",
            "deployments/deploy.json",
            "deployments/targets.json",
            "dependencies/dependencies.json");

    private static final List<String> READMES =
            List.of("README.md", "readme.md", "Readme.md", "README", "README.txt", "README.rst");
    private static final long LARGEST_README = 1 << 20;

    private final PackageSource source;
    private final HistoryFrames frames;
    private final VcsView vcs;
    private final ProjectFacts facts;
    private final List<PackagedFile> files;
    private final String[] paths;
    private final TreeMap<String, Entry> entries = new TreeMap<>();
    private Optional<String> version = Optional.empty();

    PackageTree(PackageSource source, HistoryFrames frames) {
        this.source = source;
        this.frames = frames;
        this.vcs = new VcsView(source, frames.tagTargets());
        this.files = source.files().stream().filter(PackagedFile::hasContent).toList();
        this.facts = new ProjectFacts(source, vcs, files);
        this.paths = uniquePaths(files);
        addFixed();
        addFiles();
        addVcs();
        addFrames();
        addMetadata();
        addDocuments();
    }

    Collection<Entry> entries() {
        return entries.values();
    }

    ProjectFacts facts() {
        return facts;
    }

    int fileCount() {
        return files.size();
    }

    VcsView vcs() {
        return vcs;
    }

    private void add(Entry entry) {
        entries.put(entry.path(), entry);
    }

    private void addFixed() {
        DIRECTORIES.forEach(directory -> add(Entry.directory(directory)));
        add(Entry.json(Names.PROJECT, facts::project));
        add(Entry.of(Names.STATE, source.state().bytes()));
        add(Entry.of(Names.SCHEMA, schema()));
    }

    private static byte[] schema() {
        try (var in = PackageTree.class.getResourceAsStream("schema.sql")) {
            return Objects.requireNonNull(in).readAllBytes();
        } catch (IOException broken) {
            throw new IllegalStateException("schema.sql is part of the program", broken);
        }
    }

    /// File paths as text. A path that is not UTF-8 gets an escaped form that no other file has.
    private static String[] uniquePaths(List<PackagedFile> files) {
        var taken = new HashSet<String>();
        var texts = new String[files.size()];
        for (int i = 0; i < texts.length; i++) {
            var text = FilePath.text(files.get(i).path());
            if (text.isPresent()) {
                texts[i] = text.get();
                taken.add(texts[i]);
            }
        }
        for (int i = 0; i < texts.length; i++) {
            if (texts[i] == null) {
                var escaped = FilePath.escaped(files.get(i).path());
                while (!taken.add(escaped)) {
                    escaped += "~";
                }
                texts[i] = escaped;
            }
        }
        return texts;
    }

    private void addFiles() {
        for (int i = 0; i < files.size(); i++) {
            int at = i;
            var file = files.get(i);
            add(new Entry(Names.file(i + 1, "blob"), file.bytes(), out -> copyBlob(file, out)));
            add(Entry.json(Names.file(i + 1, "json"), () -> fileJson(at)));
        }
        // The Python tool sorts by path as text, which differs from our order of bytes only where a path is escaped.
        var order = IntStream.range(0, files.size())
                .boxed()
                .sorted((a, b) -> Arrays.compareUnsigned(utf8(paths[a]), utf8(paths[b])))
                .toList();
        add(Entry.list(
                Names.FILES_MANIFEST,
                "total_files",
                files.size(),
                "files",
                () -> order.stream().<Json>map(this::listed).iterator()));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void copyBlob(PackagedFile file, OutputStream out) throws IOException {
        try (var in = source.objects().openBlob(file.blob())) {
            in.transferTo(out);
        }
    }

    private Json listed(int at) {
        return Json.Obj.empty()
                .with("file_id", at + 1)
                .with("file_path", paths[at])
                .with("hash_sha256", String.valueOf(files.get(at).sha256()));
    }

    private Json fileJson(int at) {
        var file = files.get(at);
        var unknown = source.unknownFields().object("files").object(paths[at]);
        var metadata = fileMetadata(file).completedBy(unknown.object("metadata"));
        var topLevel = unknown.without("metadata");
        if (!topLevel.members().isEmpty()) {
            metadata = metadata.with(Names.UNKNOWN_MEMBERS, topLevel);
        }
        return Json.Obj.empty()
                .with("file_id", at + 1)
                .with("file_path", paths[at])
                .with("file_type", file.type())
                .with("lines_of_code", file.lines())
                .with("file_size_bytes", file.bytes())
                .with("hash_sha256", String.valueOf(file.sha256()))
                .with("version_number", Math.max(1, file.versions()))
                .with("author", file.author())
                .with("created_at", PackageTime.plain(file.changedAt()))
                .with("metadata", metadata);
    }

    private static Json.Obj fileMetadata(PackagedFile file) {
        var metadata = Json.Obj.empty()
                .with("mode", "%06o".formatted(file.mode()))
                .with("git_blob_id", file.blob().hex());
        if ((file.mode() & 0170000) == 0120000) {
            metadata = metadata.with("symlink", true);
        }
        if (file.language() != null) {
            metadata = metadata.with("language", file.language());
        }
        metadata = metadata.with("code_lines", file.codeLines()).with("complexity", file.complexity());
        if (FilePath.text(file.path()).isEmpty()) {
            metadata = metadata.with("path_base64", Base64.getEncoder().encodeToString(file.path()));
        }
        return metadata;
    }

    private void addVcs() {
        add(Entry.array("vcs/branches.json", vcs::branches));
        add(Entry.array("vcs/commits.json", vcs::commits));
        add(Entry.array("vcs/tags.json", vcs::tags));
        add(Entry.of("vcs/history.json", utf8("[]")));
        add(Entry.of("vcs/commit_files.json", utf8("[]")));
    }

    private void addFrames() {
        add(Entry.of(Names.INDEX, frames.index().write()));
        int number = 1;
        for (var file : frames.files()) {
            add(new Entry(Names.frames(number++), file.toFile().length(), out -> Files.copy(file, out)));
        }
    }

    private void addMetadata() {
        add(Entry.json(
                "deployments/deploy.json",
                () -> Json.Obj.empty()
                        .with("targets", new Json.Arr(List.of()))
                        .with("triggers", new Json.Arr(List.of()))));
        add(Entry.of("deployments/targets.json", utf8("[]")));
        add(Entry.of("dependencies/dependencies.json", PackageJson.write(source.dependencies())));
        add(Entry.json("metadata/statistics.json", facts::fullStatistics));
        add(Entry.of("metadata/tags.json", PackageJson.write(facts.tags())));
        add(readme().map(file -> new Entry("metadata/readme.md", file.bytes(), out -> copyBlob(file, out)))
                .orElseGet(() -> Entry.of("metadata/readme.md", utf8(facts.readme()))));
    }

    private Optional<PackagedFile> readme() {
        return READMES.stream()
                .flatMap(name -> files.stream().filter(file -> Arrays.equals(file.path(), utf8(name))))
                .filter(file -> (file.mode() & 0170000) == 0100000 && file.bytes() <= LARGEST_README)
                .findFirst();
    }

    /// Documents are written back at the names they had, or below `documents/` where something of ours has that
    /// name.
    private void addDocuments() {
        var documents = source.state().documents();
        var paths = DocumentNames.paths(documents.keySet());
        var collisions = new PathCollisions();
        DIRECTORIES.forEach(collisions::addDirectory);
        collisions.add(Names.MANIFEST);
        entries.values().stream()
                .filter(entry -> entry.content() != null)
                .map(Entry::path)
                // No document comes to lie there, and there may be very many.
                .filter(path -> !path.startsWith("files/"))
                .filter(path -> !(DEFAULTS.contains(path) && paths.containsKey(path)))
                .forEach(collisions::add);
        paths.forEach((path, names) -> {
            Entry.Content content = out -> {
                for (var name : names) {
                    out.write(source.document(Objects.requireNonNull(documents.get(name))));
                }
            };
            place(path, collisions, isReadable(path, content)).ifPresent(at -> add(new Entry(at, -1, content)));
        });
        addCarried(collisions);
        addDirectoriesBetween();
    }

    /// Parts of a newer version go where they were. One gives way to a part of ours or a document that is there by
    /// now.
    private void addCarried(PathCollisions collisions) {
        for (var part : source.carried(PackageLayout.Family.DIRECTORY)) {
            if (PackageParts.whyRefused(part.name()).isEmpty()
                    && collisions.add(part.name()).isEmpty()) {
                add(new Entry(part.name(), part.bytes(), out -> copy(part, out)));
                version = Optional.of(part.version());
            }
        }
    }

    private static void copy(CarriedEntry part, OutputStream out) throws IOException {
        var digest = Sha256.newDigest();
        try (var in = new DigestInputStream(part.content().open(), digest)) {
            in.transferTo(out);
        }
        if (!Sha256.from(digest).equals(part.sha256())) {
            throw new TempleException(
                    ErrorCode.TEMPLE_CORRUPT, "The content of part %s is damaged.".formatted(part.name()));
        }
    }

    /// The newer version that parts which are carried along came with, if there are any.
    Optional<String> version() {
        return version;
    }

    /// Where a document goes; nowhere when its name is unsafe. It is among the objects in any case.
    private static Optional<String> place(String path, PathCollisions collisions, boolean readable) {
        for (var at : readable ? List.of(path, Names.DOCUMENTS + path) : List.of(Names.DOCUMENTS + path)) {
            if (isPlaceable(at) && collisions.add(at).isEmpty()) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }

    /// Whether the Python tool can live with a document at its own name: what is called JSON must be JSON.
    private static boolean isReadable(String path, Entry.Content content) {
        if (!path.endsWith(".json")) {
            return true;
        }
        try {
            var bytes = new ByteArrayOutputStream();
            content.writeTo(bytes);
            var isArray = JsonReader.isArray(bytes.toByteArray());
            return !path.equals("vcs/history.json") || isArray;
        } catch (JsonReader.InvalidJson invalid) {
            return false;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static boolean isPlaceable(String path) {
        return PackageParts.whyRefused(path).isEmpty()
                && !PackageParts.isLitter(path.substring(path.lastIndexOf('/') + 1))
                && path.codePoints().noneMatch(Character::isISOControl)
                && !path.startsWith("files/")
                && !path.startsWith("objects/");
    }

    private void addDirectoriesBetween() {
        for (var path : List.copyOf(entries.keySet())) {
            for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
                entries.computeIfAbsent(path.substring(0, slash), Entry::directory);
            }
        }
    }

    /// The entries in the order in which the Python tool's checksum visits them.
    List<Entry> inVisitingOrder() {
        return PartOrder.VISITING.sort(entries.keySet()).stream()
                .map(entries::get)
                .toList();
    }
}
