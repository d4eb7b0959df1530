package dev.templedb.packages.directory;

import com.github.luben.zstd.ZstdOutputStream;
import dev.templedb.core.GitId;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.packages.content.PackageSource;
import dev.templedb.packages.disk.AtomicDirectory;
import dev.templedb.packages.disk.AtomicFile;
import dev.templedb.packages.disk.DiskErrors;
import dev.templedb.packages.disk.Existing;
import dev.templedb.packages.disk.Leftovers;
import dev.templedb.packages.disk.NewParts;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// Writes a project as a directory of format 1.0.0, or as that directory in a `.tar.zst`.
///
/// The bytes are a function of the state, of the facts about its files, and of the writer's version: never of the
/// clock, of this
/// machine, or of the frames in which the project lies at home.
public final class DirectoryPackageWriter {
    private static final int TAR_LEVEL = 3;
    private static final Instant TAR_TIME = Instant.parse("2026-01-01T00:00:00Z");
    private static final int BUFFER = 1 << 16;

    private final PackageSource source;
    private final TreeMap<String, EntryList.Part> parts = new TreeMap<>();
    private final MessageDigest checksum = Sha256.newDigest();
    private long totalBytes;

    private DirectoryPackageWriter(PackageSource source) {
        this.source = source;
    }

    /// Receives the content of one part after the other.
    @FunctionalInterface
    private interface Sink {
        OutputStream open(String path) throws IOException;
    }

    /// Writes the directory `target`, whose parent exists. It appears whole or not at all.
    ///
    /// @throws dev.templedb.core.TempleException when it cannot be written, or something lies there and is to stay
    public static void writeDirectory(PackageSource source, Path target, Existing existing) {
        try (var directory = AtomicDirectory.begin(target, existing)) {
            try {
                new DirectoryPackageWriter(source).writeDirectory(directory.path());
            } catch (IOException failure) {
                throw DiskErrors.writing(target, failure);
            }
            directory.commit();
        }
    }

    /// Writes the file `target`, whose directory exists: a tar in one zstd frame. It appears whole or not at all.
    ///
    /// Needs room beside it for the packed history, but not for the files.
    ///
    /// @throws dev.templedb.core.TempleException when it cannot be written, or something lies there and is to stay
    public static void writeTar(PackageSource source, Path target, Existing existing) {
        try (var file = AtomicFile.begin(target, existing);
                var history = AtomicDirectory.begin(workName(target), Existing.REFUSE)) {
            try {
                // Closing the stream ends the zstd frame; the file stays open for its commit.
                var out = NewParts.append(file.channel());
                new DirectoryPackageWriter(source).writeTar(history.path(), out);
            } catch (IOException failure) {
                throw DiskErrors.writing(target, failure);
            }
            file.commit();
        }
    }

    /// A name that nothing has; what lies under it is never committed.
    private static Path workName(Path target) {
        return target.resolveSibling(Leftovers.PREFIX + "history-of-" + target.getFileName());
    }

    private void writeDirectory(Path root) throws IOException {
        NewParts.createDirectories(root.resolve("objects"));
        try (var frames = new HistoryFrames(source, blobsInFiles(), root.resolve("objects"))) {
            frames.pack();
            frames.close();
            var tree = new PackageTree(source, frames);
            for (var entry : tree.entries()) {
                if (entry.content() == null) {
                    NewParts.createDirectories(root.resolve(entry.path()));
                }
            }
            pass(tree, path -> {
                var at = root.resolve(path);
                return Files.exists(at)
                        ? OutputStream.nullOutputStream()
                        : new BufferedOutputStream(NewParts.write(at), BUFFER);
            });
            for (var last : lastEntries(tree)) {
                try (var out = new BufferedOutputStream(NewParts.write(root.resolve(last.path())), BUFFER)) {
                    content(last).writeTo(out);
                }
            }
        }
    }

    private void writeTar(Path work, OutputStream out) throws IOException {
        try (var frames = new HistoryFrames(source, blobsInFiles(), work)) {
            frames.pack();
            frames.close();
            var tree = new PackageTree(source, frames);
            pass(tree, path -> OutputStream.nullOutputStream());
            var entries = new HashMap<String, Entry>();
            tree.entries().forEach(entry -> entries.put(entry.path(), entry));
            lastEntries(tree).forEach(entry -> entries.put(entry.path(), entry));
            try (var zstd = new ZstdOutputStream(new BufferedOutputStream(out, BUFFER), TAR_LEVEL).setChecksum(true);
                    var tar = new TarArchiveOutputStream(zstd, "UTF-8");
                    var step = source.progress().begin("Writing the package", totalBytes)) {
                tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
                tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
                tar.setAddPaxHeadersForNonAsciiNames(true);
                var root = tree.facts().slug() + ".cathedral/";
                putDirectory(tar, root);
                for (var path : PartOrder.TAR.sort(entries.keySet())) {
                    var entry = Objects.requireNonNull(entries.get(path));
                    if (entry.content() == null) {
                        putDirectory(tar, root + entry.path() + "/");
                    } else {
                        putFile(tar, root + entry.path(), entry, step);
                    }
                }
                tar.finish();
                zstd.flush();
            }
        }
    }

    private static void putDirectory(TarArchiveOutputStream tar, String name) throws IOException {
        tar.putArchiveEntry(plain(new TarArchiveEntry(name, TarConstants.LF_DIR), 040755));
        tar.closeArchiveEntry();
    }

    private static void putFile(TarArchiveOutputStream tar, String name, Entry entry, Progress.Step step)
            throws IOException {
        var header = plain(new TarArchiveEntry(name, TarConstants.LF_NORMAL), 0100644);
        header.setSize(entry.length());
        tar.putArchiveEntry(header);
        content(entry).writeTo(tar);
        tar.closeArchiveEntry();
        step.advance(header.getSize());
    }

    private static TarArchiveEntry plain(TarArchiveEntry entry, int mode) {
        entry.setModTime(TAR_TIME.toEpochMilli());
        entry.setIds(0, 0);
        entry.setNames("root", "root");
        entry.setMode(mode & 0777);
        return entry;
    }

    private Set<GitId> blobsInFiles() {
        var blobs = new HashSet<GitId>();
        for (var file : source.files()) {
            if (file.sha256() != null) {
                blobs.add(file.blob());
            }
        }
        return blobs;
    }

    /// Makes every part once, in the order of the Python tool's checksum, and notes its hash.
    private void pass(PackageTree tree, Sink sink) throws IOException {
        try (var step =
                source.progress().begin("Hashing the package", tree.entries().size())) {
            for (var entry : tree.inVisitingOrder()) {
                if (entry.content() != null) {
                    write(entry, sink);
                    step.advance(1);
                }
            }
        }
    }

    private void write(Entry entry, Sink sink) throws IOException {
        var own = Sha256.newDigest();
        // The Python tool's checksum leaves out every file of this name, in whatever directory.
        var counted = !entry.path().endsWith("/" + Names.MANIFEST);
        long[] length = {0};
        try (var out = new DigestOutputStream(sink.open(entry.path()), own) {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] part, int offset, int count) throws IOException {
                super.write(part, offset, count);
                length[0] += count;
                if (counted) {
                    checksum.update(part, offset, count);
                }
            }
        }) {
            content(entry).writeTo(out);
        }
        totalBytes += length[0];
        parts.put(entry.path(), new EntryList.Part(length[0], Sha256.from(own)));
    }

    private static Entry.Content content(Entry entry) {
        return Objects.requireNonNull(entry.content());
    }

    /// The two parts that tell of all others. The first may be long: it is made twice rather than kept in memory.
    private List<Entry> lastEntries(PackageTree tree) throws IOException {
        var list = new EntryList(parts).entry();
        var hash = Sha256.newDigest();
        try (var out = new DigestOutputStream(OutputStream.nullOutputStream(), hash)) {
            content(list).writeTo(out);
        }
        totalBytes += list.length();
        var manifest = PackageManifest.write(source, tree, totalBytes, Sha256.from(checksum), Sha256.from(hash));
        return List.of(list, Entry.of(Names.MANIFEST, manifest));
    }
}
