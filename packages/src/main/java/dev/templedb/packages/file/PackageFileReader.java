package dev.templedb.packages.file;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.CarriedEntry;
import dev.templedb.packages.content.FrameAccess;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.OpenPackage;
import dev.templedb.packages.content.PackageBase;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.content.Salvage;
import dev.templedb.packages.disk.AtomicFile;
import dev.templedb.packages.disk.DiskErrors;
import dev.templedb.packages.disk.Existing;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.frames.FrameIndex;
import dev.templedb.packages.frames.MalformedFrame;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import dev.templedb.packages.json.PackageJson;
import dev.templedb.packages.state.InvalidState;
import dev.templedb.packages.state.ProjectState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads a package that is one file.
///
/// Opening checks everything but the frames: structure, names, lengths, versions and the hash of every other entry. The
/// frames are checked against the index while they are handed out. Memory: the state, the index and one frame.
/// Thread-safe.
public final class PackageFileReader implements OpenPackage, FrameAccess {
    private static final int MOST_OTHER_BYTES = 16 << 20;

    private static final Set<String> READ_FIRST = Set.of(EntryNames.STATE, EntryNames.PROJECT, EntryNames.INDEX);

    private final FileChannel file;
    private final Progress progress;
    private final long packageBytes;
    private final EntryReader reader;
    private final ManifestEntries entries;
    private final List<LeftOut> leftOut = new ArrayList<>();

    private final Json.Obj manifest;
    private final Json.Obj project;
    private final ProjectState state;
    private final FrameIndex index;
    private final Optional<PackageBase> base;
    /// Where each frame begins in the file.
    private final long[] frameOffsets;

    private PackageFileReader(FileChannel file, OpenOptions options) throws IOException {
        this.file = file;
        this.progress = options.progress();
        this.packageBytes = file.size();
        requireAtMost(options.mostBytes(), packageBytes, "bytes");
        reader = new EntryReader(file);
        var found = ZipScan.scan(file, options.partial());
        if (found.getLast().end() + ZipFormat.directory(found).length > packageBytes) {
            leftOut.add(new LeftOut("the end of the file", "the file is cut off"));
        }
        manifest = json(EntryNames.MANIFEST, reader.bytes(found.getFirst(), MOST_OTHER_BYTES));
        if (!FileManifest.isOne(manifest)) {
            throw new TempleException(
                    ErrorCode.PACKAGE_NOT_RECOGNIZED, "The manifest does not say that this is a cathedral package.");
        }
        base = readBase();
        entries = ManifestEntries.read(found, manifest, packageBytes, options.partial());
        state = readState();
        project = json(EntryNames.PROJECT, reader.verified(entries.get(EntryNames.PROJECT), MOST_OTHER_BYTES));
        index = readIndex();
        requireAtMost(
                options.mostBytes(), Math.max(index.rawBytes(), state.objects().bytes()), "bytes of content");
        requireAtMost(options.mostEntries(), index.objectCount(), "objects");
        frameOffsets = FrameOffsets.of(
                index,
                entries.frames().stream().map(ManifestEntries.Listed::entry).toList());
        requireTruthful();
        verifyOthers(options.partial());
    }

    /// Opens the package `path`.
    ///
    /// @throws TempleException with `PACKAGE_NOT_FOUND`, `PACKAGE_NOT_RECOGNIZED` when it is something else,
    /// `PACKAGE_VERSION_UNSUPPORTED`, or
    ///         the error that says what is wrong with it
    public static PackageFileReader open(Path path, OpenOptions options) {
        FileChannel file;
        try {
            if (Files.isDirectory(path)) {
                throw new TempleException(
                        ErrorCode.PACKAGE_NOT_RECOGNIZED,
                        "%s is a directory.".formatted(Printable.text(path.toString())));
            }
            file = FileChannel.open(path, StandardOpenOption.READ);
        } catch (NoSuchFileException missing) {
            throw new TempleException(
                    ErrorCode.PACKAGE_NOT_FOUND,
                    "There is no package at %s.".formatted(Printable.text(path.toString())),
                    missing);
        } catch (IOException failure) {
            throw unreadable(failure);
        }
        PackageFileReader opened = null;
        try {
            opened = new PackageFileReader(file, options);
            return opened;
        } catch (IOException failure) {
            throw unreadable(failure);
        } finally {
            if (opened == null) {
                closeQuietly(file);
            }
        }
    }

    /// Whether the file `path` begins as a package of this layout. Says nothing about the rest.
    public static boolean recognizes(Path path) {
        try (var file = FileChannel.open(path, StandardOpenOption.READ)) {
            return ZipScan.recognizes(file);
        } catch (IOException notReadable) {
            return false;
        }
    }

    /// The manifest of a package of which perhaps only the beginning is there yet. It is not proved: it says what
    /// the
    /// rest will have to be.
    ///
    /// @return empty until all of the manifest is there, and for what is no package
    public static Optional<Json.Obj> manifestAhead(Path path) {
        try (var file = FileChannel.open(path, StandardOpenOption.READ)) {
            var first = ZipScan.scan(file, true).getFirst();
            return Optional.of(json(EntryNames.MANIFEST, new EntryReader(file).bytes(first, MOST_OTHER_BYTES)));
        } catch (TempleException | IOException notYet) {
            return Optional.empty();
        }
    }

    private Optional<PackageBase> readBase() {
        try {
            return FileManifest.base(manifest);
        } catch (IllegalArgumentException wrong) {
            throw new TempleException(
                    ErrorCode.PACKAGE_MALFORMED, "The manifest does not say what the package builds on.", wrong);
        }
    }

    private ProjectState readState() throws IOException {
        try {
            var read = ProjectState.read(reader.verified(entries.get(EntryNames.STATE), ProjectState.MOST_BYTES));
            if (!manifest.text("content_root").orElse("").equals(read.root().hex())) {
                throw new TempleException(
                        ErrorCode.PACKAGE_STATE_MISMATCH,
                        "The manifest names another content root than that of state.json, which is %s."
                                .formatted(read.root()));
            }
            return read;
        } catch (InvalidState invalid) {
            throw new TempleException(
                    invalid.code(),
                    "The project state (state.json) is not valid: %s."
                            .formatted(Printable.text(String.valueOf(invalid.getMessage()))),
                    invalid);
        }
    }

    private FrameIndex readIndex() throws IOException {
        try {
            return FrameIndex.read(reader.verified(entries.get(EntryNames.INDEX), FrameIndex.MOST_BYTES));
        } catch (MalformedFrame damaged) {
            throw new TempleException(
                    ErrorCode.PACKAGE_MALFORMED,
                    "The frame index is damaged: %s.".formatted(damaged.getMessage()),
                    damaged);
        }
    }

    /// What the manifest says at a glance must be so, as far as state and index decide it.
    private void requireTruthful() {
        var claimed = manifest.object("contents");
        FileManifest.provable(state, index).members().forEach((name, truth) -> {
            if (!truth.equals(claimed.get(name))) {
                throw new TempleException(
                        ErrorCode.PACKAGE_STATE_MISMATCH,
                        "The manifest's \"%s\" is not what the package holds.".formatted(name));
            }
        });
        for (var document : List.of(manifest.object("project"), project)) {
            if (!document.text("slug").equals(state.project().text("slug"))) {
                throw new TempleException(
                        ErrorCode.PACKAGE_STATE_MISMATCH, "The package names another project than its state does.");
            }
        }
    }

    /// Checks the entries that were not read until now, but for the frames.
    private void verifyOthers(boolean partial) throws IOException {
        for (var listed : entries.all()) {
            var name = listed.entry().name();
            if (!READ_FIRST.contains(name) && !EntryNames.isFrames(name)) {
                verifyOther(listed, partial);
            }
        }
    }

    /// A partial reading does without what is only for people, and without parts that nobody here knows.
    private void verifyOther(ManifestEntries.Listed listed, boolean partial) throws IOException {
        try {
            reader.verify(listed);
        } catch (TempleException damaged) {
            if (!partial || !Salvage.isDamage(damaged)) {
                throw damaged;
            }
            leftOut.add(new LeftOut(listed.entry().name(), String.valueOf(damaged.getMessage())));
        }
    }

    private static Json.Obj json(String name, byte[] bytes) {
        try {
            return JsonReader.readObject(bytes);
        } catch (JsonReader.InvalidJson invalid) {
            if (invalid.isTooLarge()) {
                throw new TempleException(
                        ErrorCode.PACKAGE_TOO_LARGE,
                        "Entry %s cannot be taken: %s.".formatted(name, invalid.getMessage()),
                        invalid);
            }
            throw new TempleException(
                    ErrorCode.PACKAGE_MALFORMED,
                    "Entry %s is not valid JSON: %s."
                            .formatted(name, Printable.text(Objects.toString(invalid.getMessage()))),
                    invalid);
        }
    }

    @Override
    public PackageLayout layout() {
        return PackageLayout.FILE;
    }

    @Override
    public Json.Obj manifest() {
        return manifest;
    }

    @Override
    public Json.Obj project() {
        return project;
    }

    @Override
    public ProjectState state() {
        return state;
    }

    @Override
    public Optional<PackageBase> base() {
        return base;
    }

    @Override
    public boolean isForeign() {
        return false;
    }

    @Override
    public Json.Obj unknownFields() {
        return Json.Obj.empty()
                .with("manifest", Unknown.members(manifest, FileManifest.known()))
                .with("project", Unknown.members(project, ProjectDocument.known(state)));
    }

    @Override
    public List<CarriedEntry> carried() {
        var version = manifest.text("version").orElse("");
        return entries.unknown().stream()
                .filter(one -> leftOut.stream()
                        .noneMatch(left -> left.what().equals(one.entry().name())))
                .map(one -> new CarriedEntry(
                        one.entry().name(),
                        version,
                        one.line().bytes(),
                        one.line().sha256(),
                        () -> reader.open(one.entry())))
                .toList();
    }

    @Override
    public List<LeftOut> leftOut() {
        return List.copyOf(leftOut);
    }

    @Override
    public List<String> notices() {
        return List.copyOf(entries.notices());
    }

    /// Hands out every frame once, in order, and checks the entries that hold them against the manifest on the way.
    @Override
    public void frames(Consumer<Frame> sink) {
        var parts = entries.frames().iterator();
        EntryReader.Check check = null;
        long end = 0;
        try (var step = progress.beginBytes("Reading the package", rawBytes())) {
            for (int number = 0; number < frameCount(); number++) {
                if (frameOffsets[number] >= end) {
                    finish(check);
                    var part = parts.next();
                    check = new EntryReader.Check(part);
                    end = part.entry().end();
                }
                var frame = frame(number);
                Objects.requireNonNull(check).update(frame.compressed(), frame.compressed().length);
                sink.accept(frame);
                step.advance(frame.layout().rawBytes());
            }
            finish(check);
        }
    }

    private static void finish(EntryReader.@Nullable Check check) {
        if (check != null) {
            check.finish();
        }
    }

    @Override
    public int frameCount() {
        return frameOffsets.length;
    }

    @Override
    public Frame frame(int number) {
        var entry = index.entries().get(number);
        var compressed = ByteBuffer.allocate(entry.compressedBytes());
        try {
            reader.readFully(compressed, frameOffsets[number]);
        } catch (IOException failure) {
            throw unreadable(failure);
        }
        if (!Sha256.of(compressed.array()).equals(entry.sha256())) {
            throw new TempleException(
                    ErrorCode.PACKAGE_DIGEST_MISMATCH, "Frame %d is not what the frame index names.".formatted(number));
        }
        return new Frame(entry.layout(), compressed.array());
    }

    @Override
    public long rawBytes() {
        return index.rawBytes();
    }

    @Override
    public long packageBytes() {
        return packageBytes;
    }

    @Override
    public void close() {
        closeQuietly(file);
    }

    /// All that the package says beside its frames.
    ///
    /// @param most how many bytes the entries may have together, which are in memory then
    /// @throws TempleException with `PACKAGE_TOO_LARGE` when they have more
    public PackageDescription description(int most) {
        var described = new ArrayList<PackageDescription.Entry>();
        int left = most;
        try {
            for (var listed : entries.all()) {
                var name = listed.entry().name();
                if (name.equals(EntryNames.STATE) || name.equals(EntryNames.INDEX) || EntryNames.isFrames(name)) {
                    continue;
                }
                var content = reader.verified(listed, left);
                left -= content.length;
                described.add(new PackageDescription.Entry(name, content));
            }
        } catch (IOException failure) {
            throw unreadable(failure);
        }
        return new PackageDescription(manifest, state, described);
    }

    /// The list of the package's frames.
    public FrameIndex index() {
        return index;
    }

    /// Writes this package with another manifest in place of its own at `target`, which it replaces: every other
    /// entry is
    /// copied as it is. What is written is whole and durable, or not there at all.
    ///
    /// @throws TempleException when it cannot be written
    public void rewrite(Path target, Json.Obj newManifest) {
        try (var out = AtomicFile.begin(target, Existing.REPLACE)) {
            var zip = new ZipWriter(out.channel());
            zip.add(ZipWriter.Content.of(EntryNames.MANIFEST, PackageJson.write(newManifest)), file);
            for (var listed : entries.all()) {
                var entry = listed.entry();
                zip.add(
                        new ZipWriter.Content(
                                entry.name(),
                                new byte[0],
                                entry.contentOffset(),
                                entry.bytes(),
                                entry.crc32(),
                                listed.line().sha256()),
                        file);
            }
            zip.finish();
            out.commit();
        } catch (IOException failure) {
            throw DiskErrors.writing(target, failure);
        }
    }

    private static void closeQuietly(FileChannel file) {
        try {
            file.close();
        } catch (IOException nothingToDo) {
            // Nothing was written.
        }
    }

    private static void requireAtMost(long most, long found, String what) {
        if (found > most) {
            throw new TempleException(
                    ErrorCode.PACKAGE_TOO_LARGE,
                    "The package has %d %s; %d are the most that are accepted.".formatted(found, what, most));
        }
    }

    private static TempleException unreadable(IOException failure) {
        return new TempleException(
                ErrorCode.SOURCE_UNREADABLE,
                "The package cannot be read (%s).".formatted(Printable.text(Objects.toString(failure.getMessage()))),
                failure);
    }
}
