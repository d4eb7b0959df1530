package dev.templedb.packages.file;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.FrameAccess;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.OpenPackage;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.frames.FrameIndex;
import dev.templedb.packages.frames.MalformedFrame;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
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
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/// Reads a package that is one file.
///
/// Opening checks everything but the frames: structure, names, lengths, versions and the hash of every other entry. The
/// frames are
/// checked against the index while they are handed out. Memory: the state, the index and one frame. Thread-safe.
public final class PackageFileReader implements OpenPackage, FrameAccess {
    private static final int MOST_STATE_BYTES = 256 << 20;
    private static final int MOST_INDEX_BYTES = 256 << 20;
    private static final int MOST_OTHER_BYTES = 16 << 20;

    private final FileChannel file;
    private final Progress progress;
    private final long packageBytes;
    private final List<ZipEntry> entries;
    private final List<FileManifest.Line> lines;
    private final List<String> notices = new ArrayList<>();

    private final Json.Obj manifest;
    private final Json.Obj project;
    private final ProjectState state;
    private final FrameIndex index;
    /// Where each frame begins in the file.
    private final long[] frameOffsets;

    private PackageFileReader(FileChannel file, OpenOptions options) throws IOException {
        this.file = file;
        this.progress = options.progress();
        this.packageBytes = file.size();
        requireAtMost(options.mostBytes(), packageBytes, "bytes");
        entries = ZipScan.scan(file);
        manifest = json(EntryNames.MANIFEST, bytes(entries.getFirst(), MOST_OTHER_BYTES));
        if (!FileManifest.isOne(manifest)) {
            throw new TempleException(
                    ErrorCode.PACKAGE_NOT_RECOGNIZED, "The manifest does not say that this is a cathedral package.");
        }
        var version = FormatVersion.readable(manifest);
        lines = lines();
        requireSameEntries(version);
        state = readState();
        project = json(EntryNames.PROJECT, verified(EntryNames.PROJECT, MOST_OTHER_BYTES));
        index = readIndex();
        requireAtMost(
                options.mostBytes(), Math.max(index.rawBytes(), state.objects().bytes()), "bytes of content");
        requireAtMost(options.mostEntries(), index.objectCount(), "objects");
        frameOffsets = frameOffsets();
        requireTruthful();
        verifyOthers();
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

    private List<FileManifest.Line> lines() {
        try {
            return FileManifest.lines(manifest);
        } catch (IllegalArgumentException wrong) {
            throw malformed("The manifest's list of entries is not valid: %s.".formatted(wrong.getMessage()));
        }
    }

    /// The manifest lists exactly the entries behind it, with their lengths, in their order.
    private void requireSameEntries(FormatVersion version) {
        var present = entries.stream().skip(1).map(ZipEntry::name).toList();
        var listed = lines.stream().map(FileManifest.Line::name).toList();
        var presentNames = new HashSet<>(present);
        var listedNames = new HashSet<>(listed);
        for (var name : listed) {
            if (!presentNames.contains(name)) {
                throw new TempleException(
                        ErrorCode.PACKAGE_ENTRY_MISSING, "Entry %s is missing.".formatted(Printable.text(name)));
            }
        }
        for (var name : present) {
            if (!listedNames.contains(name) || !EntryNames.isKnown(name) && !version.isNewer()) {
                throw new TempleException(
                        ErrorCode.PACKAGE_ENTRY_UNEXPECTED, "Entry %s does not belong here.".formatted(name));
            }
            if (!EntryNames.isKnown(name)) {
                notices.add("Entry %s is of a newer format; it is checked, but not taken in.".formatted(name));
            }
        }
        if (!present.equals(listed)) {
            throw malformed("The entries are not in the order of the manifest.");
        }
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).bytes() != entries.get(i + 1).bytes()) {
                throw mismatch(entries.get(i + 1));
            }
        }
        requireOrder();
        if (!FileManifest.checksums(lines)
                .text("sha256")
                .equals(manifest.object("checksums").text("sha256"))) {
            throw new TempleException(
                    ErrorCode.PACKAGE_DIGEST_MISMATCH, "The manifest's checksum is not that of its entries.");
        }
    }

    /// The entries that we know stand in their one order.
    private void requireOrder() {
        var expected = new ArrayList<String>(List.of(
                EntryNames.MANIFEST, EntryNames.STATE, EntryNames.PROJECT, EntryNames.STATISTICS, EntryNames.TAGS));
        var known =
                entries.stream().map(ZipEntry::name).filter(EntryNames::isKnown).toList();
        if (known.contains(EntryNames.README)) {
            expected.add(EntryNames.README);
        }
        expected.add(EntryNames.INDEX);
        for (int part = 1; expected.size() < known.size(); part++) {
            expected.add(EntryNames.frames(part));
        }
        for (var name : expected) {
            if (!known.contains(name)) {
                throw new TempleException(ErrorCode.PACKAGE_ENTRY_MISSING, "Entry %s is missing.".formatted(name));
            }
        }
        if (!known.equals(expected)) {
            throw malformed("The entries are not in the order that the format has.");
        }
    }

    private ProjectState readState() throws IOException {
        try {
            var read = ProjectState.read(verified(EntryNames.STATE, MOST_STATE_BYTES));
            if (!manifest.text("content_root").orElse("").equals(read.root().hex())) {
                throw new TempleException(
                        ErrorCode.PACKAGE_STATE_MISMATCH,
                        "The manifest names another content root than that of state.json, which is %s."
                                .formatted(read.root()));
            }
            return read;
        } catch (InvalidState invalid) {
            throw new TempleException(
                    invalid.isNewer() ? ErrorCode.PACKAGE_VERSION_UNSUPPORTED : ErrorCode.PACKAGE_MALFORMED,
                    "The project state is not valid: %s."
                            .formatted(Printable.text(String.valueOf(invalid.getMessage()))),
                    invalid);
        }
    }

    private FrameIndex readIndex() throws IOException {
        try {
            return FrameIndex.read(verified(EntryNames.INDEX, MOST_INDEX_BYTES));
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

    /// The frames fill their entries without a gap, each entry as full as it can be.
    private long[] frameOffsets() {
        var parts = entries.stream()
                .filter(entry -> EntryNames.isFrames(entry.name()))
                .toList();
        var offsets = new long[index.entries().size()];
        int part = 0;
        long used = 0;
        for (int i = 0; i < offsets.length; i++) {
            int bytes = index.entries().get(i).compressedBytes();
            if (used + bytes > EntryNames.FRAMES_BYTES) {
                requireFilled(parts, part, used);
                part++;
                used = 0;
            }
            if (part == parts.size()) {
                throw malformed("The frame index names frame %d, for which there is no entry.".formatted(i));
            }
            offsets[i] = parts.get(part).contentOffset() + used;
            used += bytes;
        }
        if (offsets.length > 0) {
            requireFilled(parts, part++, used);
        }
        if (part < parts.size()) {
            throw malformed("Entry %s holds bytes that the frame index does not name."
                    .formatted(parts.get(part).name()));
        }
        return offsets;
    }

    private static void requireFilled(List<ZipEntry> parts, int part, long used) {
        if (part == parts.size() || parts.get(part).bytes() != used) {
            throw malformed("The frames that the frame index names do not fill entry %s."
                    .formatted(EntryNames.frames(part + 1)));
        }
    }

    /// Checks the entries that were not read until now, but for the frames.
    private void verifyOthers() throws IOException {
        for (var entry : entries) {
            switch (entry.name()) {
                case EntryNames.MANIFEST, EntryNames.STATE, EntryNames.PROJECT, EntryNames.INDEX -> {}
                default -> {
                    if (!EntryNames.isFrames(entry.name())) {
                        verifyStreaming(entry);
                    }
                }
            }
        }
    }

    private void verifyStreaming(ZipEntry entry) throws IOException {
        var check = new EntryCheck(entry);
        var buffer = ByteBuffer.allocate((int) Math.min(entry.bytes(), 1 << 16));
        for (long done = 0; done < entry.bytes(); done += buffer.limit()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), entry.bytes() - done));
            readFully(buffer, entry.contentOffset() + done);
            check.update(buffer.array(), buffer.limit());
        }
        check.finish();
    }

    /// Compares an entry with both its CRC and its hash in the manifest.
    private final class EntryCheck {
        private final ZipEntry entry;
        private final java.security.MessageDigest sha256 = Sha256.newDigest();
        private final CRC32 crc32 = new CRC32();

        EntryCheck(ZipEntry entry) {
            this.entry = entry;
        }

        void update(byte[] bytes, int length) {
            sha256.update(bytes, 0, length);
            crc32.update(bytes, 0, length);
        }

        void finish() {
            var line = lines.get(entries.indexOf(entry) - 1);
            if ((int) crc32.getValue() != entry.crc32() || !Sha256.from(sha256).equals(line.sha256())) {
                throw mismatch(entry);
            }
        }
    }

    private byte[] verified(String name, int most) throws IOException {
        var entry = entries.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        var bytes = bytes(entry, most);
        var check = new EntryCheck(entry);
        check.update(bytes, bytes.length);
        check.finish();
        return bytes;
    }

    /// The content of a small entry, whose CRC is right.
    private byte[] bytes(ZipEntry entry, int most) throws IOException {
        if (entry.bytes() > most) {
            throw new TempleException(
                    ErrorCode.PACKAGE_TOO_LARGE,
                    "Entry %s has %d bytes; %d are the most that it may have."
                            .formatted(entry.name(), entry.bytes(), most));
        }
        var buffer = ByteBuffer.allocate((int) entry.bytes());
        readFully(buffer, entry.contentOffset());
        var crc = new CRC32();
        crc.update(buffer.array());
        if ((int) crc.getValue() != entry.crc32()) {
            throw mismatch(entry);
        }
        return buffer.array();
    }

    private void readFully(ByteBuffer into, long at) throws IOException {
        while (into.hasRemaining()) {
            if (file.read(into, at + into.position()) < 0) {
                throw new TempleException(ErrorCode.PACKAGE_TRUNCATED, "The package became shorter while it was read.");
            }
        }
    }

    private static Json.Obj json(String name, byte[] bytes) {
        try {
            return JsonReader.readObject(bytes);
        } catch (JsonReader.InvalidJson invalid) {
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
    public List<LeftOut> leftOut() {
        return List.of();
    }

    @Override
    public List<String> notices() {
        return List.copyOf(notices);
    }

    /// Hands out every frame once, in order, and checks the entries that hold them against the manifest on the way.
    @Override
    public void frames(Consumer<Frame> sink) {
        var parts = entries.stream()
                .filter(entry -> EntryNames.isFrames(entry.name()))
                .iterator();
        EntryCheck check = null;
        long end = 0;
        try (var step = progress.begin("Reading the package", rawBytes())) {
            for (int number = 0; number < frameCount(); number++) {
                if (frameOffsets[number] >= end) {
                    finish(check);
                    var part = parts.next();
                    check = new EntryCheck(part);
                    end = part.end();
                }
                var frame = frame(number);
                Objects.requireNonNull(check).update(frame.compressed(), frame.compressed().length);
                sink.accept(frame);
                step.advance(frame.layout().rawBytes());
            }
            finish(check);
        }
    }

    private static void finish(PackageFileReader.@org.jspecify.annotations.Nullable EntryCheck check) {
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
            readFully(compressed, frameOffsets[number]);
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

    private static TempleException mismatch(ZipEntry entry) {
        return new TempleException(
                ErrorCode.PACKAGE_DIGEST_MISMATCH, "Entry %s is not what the manifest names.".formatted(entry.name()));
    }

    private static TempleException malformed(String message) {
        return new TempleException(ErrorCode.PACKAGE_MALFORMED, message);
    }

    private static TempleException unreadable(IOException failure) {
        return new TempleException(
                ErrorCode.SOURCE_UNREADABLE,
                "The package cannot be read (%s).".formatted(Printable.text(Objects.toString(failure.getMessage()))),
                failure);
    }
}
