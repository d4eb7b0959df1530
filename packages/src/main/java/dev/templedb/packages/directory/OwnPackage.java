package dev.templedb.packages.directory;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.CarriedEntry;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.OpenPackage.LeftOut;
import dev.templedb.packages.content.Salvage;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.frames.FrameIndex;
import dev.templedb.packages.frames.FrameLayout;
import dev.templedb.packages.frames.FrameLimits;
import dev.templedb.packages.frames.FramePacker;
import dev.templedb.packages.frames.FrameReader;
import dev.templedb.packages.frames.MalformedFrame;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.state.InvalidState;
import dev.templedb.packages.state.ProjectState;
import java.io.IOException;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// A directory package that carries a state and all its objects: in `objects/`, and for the files of HEAD in `files/`.
final class OwnPackage implements DirectoryPackageReader.Reading {
    private static final int THREADS = 2;
    /// How much of the list of parts one may take: a long path, every character escaped.
    private static final long LISTED_BYTES = 8 << 10;
    private static final Pattern FRAMES = Pattern.compile("objects/\\d{4,}\\.frames");

    private final PackageParts parts;
    private final ProjectState state;
    private final FrameIndex index;
    private final StoredFrames stored;
    private final PackedFrames packed;
    private final Map<GitId, Content> blobs = new LinkedHashMap<>();
    private final Json.Obj unknown;
    private final List<String> notices;
    private final List<CarriedEntry> carried;
    private final PartDamage damage;

    /// What is left to know of a file of HEAD once it was verified: there may be very many.
    private record Content(long bytes, String part) {}

    private OwnPackage(
            PackageParts parts,
            OpenOptions options,
            EntryList entries,
            PartDamage damage,
            ProjectState state,
            FrameIndex index,
            FileList list,
            Json.Obj unknown,
            List<CarriedEntry> carried) {
        this.parts = parts;
        this.state = state;
        this.index = index;
        this.damage = damage;
        for (var file : list.files()) {
            if (damage.contains(file.blob())) {
                continue;
            }
            var twin = blobs.putIfAbsent(gitId(file), new Content(file.bytes(), file.blob()));
            if (twin != null && !hash(entries, twin.part()).equals(hash(entries, file.blob()))) {
                throw Refusal.malformed(
                        Names.file(file.id(), "json"), "its \"git_blob_id\" is that of another content");
            }
        }
        this.unknown = unknown;
        this.stored = new StoredFrames(parts, entries, index);
        this.packed = new PackedFrames(options.scratch(), hasLargeFiles() || !damage.isNone(), this::packFiles);
        this.carried = List.copyOf(carried);
        this.notices = carried.stream()
                .map(entry -> "%s is a part of a newer format; it is kept as it is for the next export."
                        .formatted(entry.name()))
                .toList();
    }

    private static Sha256 hash(EntryList entries, String part) {
        return Objects.requireNonNull(entries.parts().get(part)).sha256();
    }

    static OwnPackage read(
            PackageParts parts, byte[] manifestBytes, Json.Obj manifest, Json.Obj project, OpenOptions options) {
        for (var needed : List.of(Names.STATE, Names.OBJECTS_MANIFEST, Names.INDEX, Names.FILES_MANIFEST)) {
            parts.length(needed);
        }
        if (!PackageManifest.isIntact(manifestBytes, manifest)) {
            throw Refusal.mismatch(Names.MANIFEST);
        }
        var damage = new PartDamage(options.partial());
        var entries = verifyParts(parts, manifest, options, damage);
        var state = state(parts, manifest);
        var list = new FileList(parts, ManifestMembers::unknownOfFile);
        verifyFiles(list, entries, manifest, damage);
        verifyProject(state, manifest, project);
        verifyDocuments(state, entries);
        var carried = verifyKnown(parts, state, entries, manifest).stream()
                .filter(entry -> !damage.contains(entry.name()))
                .toList();
        var index = index(parts, entries);
        return new OwnPackage(
                parts, options, entries, damage, state, index, list, unknown(manifest, project, state, list), carried);
    }

    /// Compares every part with `objects/manifest.json`, and the whole with the Python tool's checksum.
    private static EntryList verifyParts(
            PackageParts parts, Json.Obj manifest, OpenOptions options, PartDamage damage) {
        var checksums = manifest.object("checksums");
        var entries = entryList(parts, checksums.text("entries").orElse(""));
        entries.parts().keySet().forEach(path -> {
            if (!parts.has(path)) {
                damage.add(path, Refusal.missing(path));
            }
        });
        var checksum = parts.hash(
                (path, length, sha256) -> {
                    if (!path.equals(Names.MANIFEST) && !path.equals(Names.OBJECTS_MANIFEST)) {
                        verifyPart(entries, path, length, sha256).ifPresent(problem -> damage.add(path, problem));
                    }
                },
                options.progress());
        damage.requireForgiven();
        if (damage.isNone() && !checksum.hex().equals(checksums.text("sha256").orElse(""))) {
            throw Refusal.mismatch("The package");
        }
        return entries;
    }

    /// Read twice, so that a damaged list is called damaged, and never wholly in memory.
    private static EntryList entryList(PackageParts parts, String hash) {
        if (parts.length(Names.OBJECTS_MANIFEST)
                > (1 << 16) + LISTED_BYTES * parts.paths().size()) {
            throw Refusal.of(ErrorCode.PACKAGE_TOO_LARGE, Names.OBJECTS_MANIFEST, "is longer than its parts explain");
        }
        if (!parts.sha256(Names.OBJECTS_MANIFEST).hex().equals(hash)) {
            throw Refusal.mismatch(Names.OBJECTS_MANIFEST);
        }
        var digest = Sha256.newDigest();
        try (var in = new DigestInputStream(parts.open(Names.OBJECTS_MANIFEST), digest)) {
            var entries = EntryList.read(in, parts::shared);
            if (!Sha256.from(digest).hex().equals(hash)) {
                throw new TempleException(ErrorCode.CHANGED_WHILE_READING, "The package changed while it was read.");
            }
            return entries;
        } catch (IOException failure) {
            throw Refusal.unreadable(Names.OBJECTS_MANIFEST, failure);
        }
    }

    private static Optional<TempleException> verifyPart(EntryList entries, String path, long length, Sha256 sha256) {
        var named = entries.parts().get(path);
        if (named == null) {
            return Optional.of(
                    Refusal.of(ErrorCode.PACKAGE_ENTRY_UNEXPECTED, path, "is not listed in objects/manifest.json"));
        }
        if (length < named.bytes()) {
            return Optional.of(Refusal.of(
                    ErrorCode.PACKAGE_TRUNCATED,
                    path,
                    "is cut off: it has %d bytes instead of %d".formatted(length, named.bytes())));
        }
        return length != named.bytes() || !sha256.equals(named.sha256())
                ? Optional.of(Refusal.mismatch(path))
                : Optional.empty();
    }

    private static ProjectState state(PackageParts parts, Json.Obj manifest) {
        try {
            var state = ProjectState.read(parts.read(Names.STATE, ProjectState.MOST_BYTES));
            if (!PackageManifest.contentRoot(manifest)
                    .equals(Optional.of(state.root().hex()))) {
                throw Refusal.of(
                        ErrorCode.PACKAGE_STATE_MISMATCH,
                        Names.STATE,
                        "is not the state whose root manifest.json names");
            }
            return state;
        } catch (InvalidState invalid) {
            throw Refusal.of(
                    invalid.code(), Names.STATE, "is not a state that this TempleDB reads: " + invalid.getMessage());
        }
    }

    private static void verifyFiles(FileList list, EntryList entries, Json.Obj manifest, PartDamage damage) {
        if (list.missing().size() != damage.missingContents() || list.withoutContent() != damage.missingContents()) {
            throw Refusal.of(ErrorCode.PACKAGE_INCOMPLETE, list.missing().getFirst(), "has no content in the package");
        }
        if (!list.others().isEmpty()) {
            throw Refusal.of(
                    ErrorCode.PACKAGE_ENTRY_UNEXPECTED, list.others().getFirst(), "belongs to no file that is listed");
        }
        if (manifest.object("contents").whole("files").orElse(-1L)
                != list.files().size() + list.withoutContent()) {
            throw Refusal.malformed(Names.MANIFEST, "it does not say how many files there are");
        }
        var paths = new HashSet<String>();
        for (var file : list.files()) {
            var part = Objects.requireNonNull(entries.parts().get(file.blob()));
            if (!part.sha256().hex().equals(file.hash())) {
                throw Refusal.mismatch(file.blob());
            }
            if (part.bytes() != file.bytes()) {
                throw Refusal.malformed(
                        file.blob(),
                        "it has %d bytes instead of the %d that its description says"
                                .formatted(part.bytes(), file.bytes()));
            }
            if (!paths.add(file.path())) {
                throw Refusal.of(
                        ErrorCode.PACKAGE_ENTRY_DUPLICATE,
                        Names.FILES_MANIFEST,
                        "lists the path \"%s\" twice".formatted(file.path()));
            }
            gitId(file);
        }
    }

    private static GitId gitId(ListedFile file) {
        try {
            return GitId.parse(file.gitId());
        } catch (IllegalArgumentException none) {
            throw Refusal.malformed(Names.file(file.id(), "json"), "its \"git_blob_id\" is no git id");
        }
    }

    private static void verifyProject(ProjectState state, Json.Obj manifest, Json.Obj project) {
        var slug = state.project().text("slug");
        if (!project.text("slug").equals(slug)
                || !manifest.object("project").text("slug").equals(slug)) {
            throw Refusal.of(ErrorCode.PACKAGE_STATE_MISMATCH, Names.PROJECT, "names another project than the state");
        }
    }

    /// The readable copies of documents must say what the documents say.
    private static void verifyDocuments(ProjectState state, EntryList entries) {
        DocumentNames.paths(state.documents().keySet()).forEach((path, names) -> {
            var wanted = Objects.requireNonNull(state.documents().get(names.getFirst()));
            var atPath = entries.parts().get(path);
            var copy = entries.parts().get(Names.DOCUMENTS + path);
            if (names.size() == 1
                    && copy != null
                    && !copy.sha256().equals(wanted)
                    && (atPath == null || !atPath.sha256().equals(wanted))) {
                throw Refusal.of(
                        ErrorCode.PACKAGE_STATE_MISMATCH,
                        Names.DOCUMENTS + path,
                        "is not the document that the state names");
            }
        });
    }

    /// Parts that a package of this version does not have: refused, but of a later version carried along.
    private static List<CarriedEntry> verifyKnown(
            PackageParts parts, ProjectState state, EntryList entries, Json.Obj manifest) {
        var documents = DocumentNames.paths(state.documents().keySet()).keySet();
        var version = manifest.text("version").orElse("");
        var carried = new ArrayList<CarriedEntry>();
        for (var entry : entries.parts().entrySet()) {
            var path = entry.getKey();
            var document = path.startsWith(Names.DOCUMENTS) ? path.substring(Names.DOCUMENTS.length()) : path;
            if (path.startsWith("files/")
                    || PackageTree.FIXED.contains(path)
                    || FRAMES.matcher(path).matches()
                    || documents.contains(path)
                    || documents.contains(document)) {
                continue;
            }
            if (!FormatVersion.isNewer(manifest)) {
                throw Refusal.of(ErrorCode.PACKAGE_ENTRY_UNEXPECTED, path, "is no part of a package of this version");
            }
            var part = entry.getValue();
            carried.add(new CarriedEntry(path, version, part.bytes(), part.sha256(), () -> parts.open(path)));
        }
        return carried;
    }

    private static FrameIndex index(PackageParts parts, EntryList entries) {
        long frames = 0;
        for (int number = 1; entries.parts().containsKey(Names.frames(number)); number++) {
            frames += entries.bytes(Names.frames(number));
        }
        try {
            var index = FrameIndex.read(parts.read(Names.INDEX, Math.min(FrameIndex.MOST_BYTES, (1 << 20) + frames)));
            if (index.compressedBytes() > frames) {
                throw Refusal.of(
                        ErrorCode.PACKAGE_TRUNCATED, "objects/", "does not hold all frames that its index names");
            }
            if (index.compressedBytes() < frames) {
                throw Refusal.of(
                        ErrorCode.PACKAGE_ENTRY_UNEXPECTED, "objects/", "holds bytes that its index does not name");
            }
            return index;
        } catch (MalformedFrame damaged) {
            throw Refusal.malformed(Names.INDEX, damaged.getMessage());
        }
    }

    private static Json.Obj unknown(Json.Obj manifest, Json.Obj project, ProjectState state, FileList list) {
        var unknown = Json.Obj.empty()
                .with("manifest", ManifestMembers.unknownOfManifest(manifest))
                .with(
                        "project",
                        ManifestMembers.unknownOfProject(
                                project, state.project().object("metadata")));
        var files = new LinkedHashMap<String, Json>();
        list.files().forEach(file -> {
            if (!file.kept().members().isEmpty()) {
                files.put(file.path(), file.kept());
            }
        });
        return files.isEmpty() ? unknown : unknown.with("files", new Json.Obj(files));
    }

    @Override
    public ProjectState state() {
        return state;
    }

    @Override
    public Json.Obj unknownFields() {
        return unknown;
    }

    @Override
    public List<CarriedEntry> carried() {
        return carried;
    }

    @Override
    public List<LeftOut> leftOut() {
        return damage.leftOut();
    }

    @Override
    public boolean lacksContent() {
        return damage.isOfContent();
    }

    @Override
    public List<String> notices() {
        return notices;
    }

    @Override
    public long rawBytes() {
        return index.rawBytes()
                + blobs.values().stream().mapToLong(Content::bytes).sum();
    }

    @Override
    public void frames(Consumer<Frame> sink) {
        for (int number = 0; number < index.entries().size(); number++) {
            sink.accept(stored.frame(number));
        }
        packed.forEach(sink);
    }

    @Override
    public int frameCount() {
        return index.entries().size() + packed.count();
    }

    @Override
    public Frame frame(int number) {
        int storedCount = index.entries().size();
        return number < storedCount ? stored.frame(number) : packed.frame(number - storedCount);
    }

    @Override
    public void close() {
        packed.close();
    }

    private boolean hasLargeFiles() {
        return blobs.values().stream().anyMatch(file -> file.bytes() > FrameLimits.WHOLE_BLOB_BYTES);
    }

    /// The pieces that stored frames hold, which the files' frames must not hold again.
    private Set<Sha256> storedPieces() {
        var pieces = new HashSet<Sha256>();
        try (var opener = new FrameReader()) {
            for (int number = 0; number < index.entries().size(); number++) {
                if (holdsPieces(index.entries().get(number).layout()) && isIntact(number)) {
                    collectPieces(opener, stored.frame(number), pieces, number);
                }
            }
        }
        return pieces;
    }

    /// What a damaged frame should hold is taken from the files, if they have it.
    private boolean isIntact(int number) {
        if (damage.isNone()) {
            return true;
        }
        try {
            stored.frame(number);
            return true;
        } catch (TempleException problem) {
            if (!Salvage.isDamage(problem)) {
                throw problem;
            }
            return false;
        }
    }

    private static boolean holdsPieces(FrameLayout layout) {
        for (int i = 0; i < layout.count(); i++) {
            if (layout.kind(i) == ObjectKind.PIECE) {
                return true;
            }
        }
        return false;
    }

    private static void collectPieces(FrameReader opener, Frame frame, Set<Sha256> pieces, int number) {
        try {
            var open = opener.open(frame);
            for (int i = 0; i < open.count(); i++) {
                if (open.kind(i) == ObjectKind.PIECE) {
                    pieces.add(open.sha256(i));
                }
            }
        } catch (MalformedFrame damaged) {
            throw Refusal.malformed("Frame " + number, damaged.getMessage());
        }
    }

    private void packFiles(Consumer<Frame> sink) {
        var pieces = hasLargeFiles() ? storedPieces() : new HashSet<Sha256>();
        try (var packer = new FramePacker(
                FrameLimits.LEVEL, THREADS, ErrorCode.PACKAGE_DIGEST_MISMATCH, open -> sink.accept(open.frame()))) {
            for (var blob : blobs.entrySet()) {
                var file = blob.getValue();
                try (var in = parts.open(file.part())) {
                    if (file.bytes() > FrameLimits.WHOLE_BLOB_BYTES) {
                        packer.addLargeBlob(blob.getKey(), file.bytes(), in, piece -> !pieces.add(piece));
                    } else {
                        packer.add(ObjectKind.BLOB, blob.getKey(), in.readNBytes(FrameLimits.WHOLE_BLOB_BYTES));
                    }
                } catch (IOException failure) {
                    throw Refusal.unreadable(file.part(), failure);
                }
            }
            packer.finish();
        }
    }
}
