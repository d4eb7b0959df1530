package dev.templedb.packages.directory;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.disk.DiskErrors;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/// Unpacks a tar that nobody vouches for as files, of which there are few: within bounds of disk and
/// memory.
public final class TreeUnpacker {
    /// Up to here a package may be as well compressed as it likes; above, it is a bomb when it grows more than that
    /// many times.
    private static final long FREE_BYTES = 8L << 30;
    private static final long MOST_RATIO = 500;
    /// What the headers of one entry may take, long names and PAX records included.
    private static final long HEADER_BYTES = 1 << 20;
    private static final long SPARE_DISK_BYTES = 64L << 20;

    private final Metered in;
    private final Path target;
    private final long packedBytes;
    private final OpenOptions options;
    private final PathCollisions collisions = new PathCollisions();
    private final Set<String> directories = new HashSet<>();
    private long bytes;
    private long entries;
    private long checkedDiskAt;

    /// @param in          the tar, decompressed; it is read to its end and not closed
    /// @param target      an empty directory
    /// @param packedBytes how long the file is that it comes from
    public TreeUnpacker(InputStream in, Path target, long packedBytes, OpenOptions options) {
        this.in = new Metered(in);
        this.target = target;
        this.packedBytes = packedBytes;
        this.options = options;
    }

    /// Unpacks all of it and returns the directory that holds everything: the one at the top, or the target itself.
    ///
    /// @throws TempleException with what may not be in a tar
    /// @throws EOFException when it is cut off
    public Path unpack() throws IOException {
        try (var tar = new TarArchiveInputStream(in, "UTF-8");
                var step = options.progress().begin("Unpacking the package", 0)) {
            in.allow(HEADER_BYTES);
            for (var entry = next(tar); entry != null; entry = next(tar)) {
                in.allow(Long.MAX_VALUE);
                take(tar, entry);
                step.advance(entry.getSize());
                in.allow(HEADER_BYTES);
            }
            drain();
        }
        return root();
    }

    private static @Nullable TarArchiveEntry next(TarArchiveInputStream tar) throws IOException {
        try {
            return tar.getNextEntry();
        } catch (EOFException | com.github.luben.zstd.ZstdIOException | java.util.zip.ZipException known) {
            throw known;
        } catch (IOException | IllegalArgumentException broken) {
            if (String.valueOf(broken.getMessage()).contains("runcated")) {
                throw new EOFException(broken.getMessage());
            }
            throw new TempleException(ErrorCode.PACKAGE_MALFORMED, "The package's tar is damaged.", broken);
        }
    }

    private void take(TarArchiveInputStream tar, TarArchiveEntry entry) throws IOException {
        var path = path(entry);
        PackageParts.requireRoom(bytes, ++entries, options);
        if (entry.isSymbolicLink()
                || entry.isLink()
                || entry.isCharacterDevice()
                || entry.isBlockDevice()
                || entry.isFIFO()
                || entry.isSparse()
                || !(entry.isDirectory() || entry.isFile())) {
            throw Refusal.of(
                    ErrorCode.PACKAGE_ENTRY_UNSAFE,
                    entry.getName(),
                    "is refused: a package holds files and directories only");
        }
        if (path.isEmpty()) {
            requireDirectory(entry);
            return;
        }
        PackageParts.check(path);
        if (entry.isDirectory()) {
            if (directories.add(path)) {
                Files.createDirectories(target.resolve(path));
            }
            return;
        }
        collisions.add(path).ifPresent(why -> {
            throw Refusal.of(ErrorCode.PACKAGE_ENTRY_DUPLICATE, path, "is refused: " + why);
        });
        write(tar, entry, path);
    }

    private static void requireDirectory(TarArchiveEntry entry) {
        if (!entry.isDirectory()) {
            throw Refusal.of(ErrorCode.PACKAGE_ENTRY_UNSAFE, entry.getName(), "is refused: it has no name");
        }
    }

    /// The entry's path without a leading `./` and a closing slash; other oddities are left in for
    /// [PackageParts#check] to refuse.
    private static String path(TarArchiveEntry entry) {
        var name = entry.getName();
        var path = name.startsWith("./") ? name.substring(2) : name.equals(".") ? "" : name;
        return entry.isDirectory() && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /// The package is the one directory that everything lies in, or (in a tar made inside the package) the top
    /// itself.
    private Path root() throws IOException {
        if (Files.exists(target.resolve(Names.MANIFEST))) {
            return target;
        }
        try (var tops = Files.list(target)) {
            var found = tops.filter(
                            top -> !PackageParts.isLitter(top.getFileName().toString()))
                    .toList();
            if (found.size() != 1 || !Files.isDirectory(found.getFirst())) {
                throw Refusal.of(
                        ErrorCode.PACKAGE_NOT_RECOGNIZED,
                        "The tar",
                        found.isEmpty() ? "is empty" : "holds more than one package, or other things than a package");
            }
            return found.getFirst();
        }
    }

    private void write(TarArchiveInputStream tar, TarArchiveEntry entry, String path) throws IOException {
        if (entry.getSize() > options.mostBytes() - bytes) {
            PackageParts.requireRoom(Long.MAX_VALUE, entries, options);
        }
        var file = target.resolve(path);
        try (var out = open(file)) {
            var buffer = new byte[1 << 16];
            long length = 0;
            for (int got = tar.read(buffer); got >= 0; got = tar.read(buffer)) {
                bytes += got;
                length += got;
                requireHonest();
                write(out, buffer, got, file);
            }
            if (length != entry.getSize()) {
                throw new EOFException();
            }
        } catch (IOException failure) {
            if (String.valueOf(failure.getMessage()).contains("runcated")) {
                throw new EOFException(failure.getMessage());
            }
            throw failure;
        }
    }

    private OutputStream open(Path file) {
        try {
            var parent = file.getParent();
            if (parent != null && directories.add(target.relativize(parent).toString())) {
                Files.createDirectories(parent);
            }
            return Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException failure) {
            throw DiskErrors.writing(file, failure);
        }
    }

    private static void write(OutputStream out, byte[] buffer, int length, Path file) {
        try {
            out.write(buffer, 0, length);
        } catch (IOException failure) {
            throw DiskErrors.writing(file, failure);
        }
    }

    private void requireHonest() throws IOException {
        PackageParts.requireRoom(bytes, entries, options);
        if (bytes > FREE_BYTES && bytes / MOST_RATIO > packedBytes) {
            throw Refusal.of(
                    ErrorCode.PACKAGE_TOO_LARGE,
                    "The package",
                    "unpacks to more than %d times its size and is taken for a bomb".formatted(MOST_RATIO));
        }
        if (bytes - checkedDiskAt > SPARE_DISK_BYTES) {
            checkedDiskAt = bytes;
            if (Files.getFileStore(target).getUsableSpace() < SPARE_DISK_BYTES) {
                throw new TempleException(ErrorCode.DISK_FULL, "There is no space left to unpack the package.");
            }
        }
    }

    /// Reads on to the end, so that the compressor's own checksum is verified; only padding may follow.
    private void drain() throws IOException {
        in.allow(Long.MAX_VALUE);
        var buffer = new byte[1 << 13];
        long padding = 0;
        for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
            padding += got;
            PackageParts.requireRoom(bytes + padding, entries, options);
            for (int i = 0; i < got; i++) {
                if (buffer[i] != 0) {
                    throw Refusal.malformed("The package's tar", "something follows its end");
                }
            }
        }
    }

    /// Counts what is read, so that headers cannot take all memory.
    private static final class Metered extends FilterInputStream {
        private long allowed = HEADER_BYTES;

        Metered(InputStream in) {
            super(in);
        }

        void allow(long bytes) {
            allowed = bytes;
        }

        @Override
        public int read() throws IOException {
            int next = in.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int got = in.read(target, offset, length);
            count(Math.max(0, got));
            return got;
        }

        @Override
        public long skip(long length) throws IOException {
            long skipped = in.skip(length);
            count(skipped);
            return skipped;
        }

        private void count(long got) {
            allowed -= got;
            if (allowed < 0) {
                throw Refusal.of(
                        ErrorCode.PACKAGE_TOO_LARGE,
                        "A header of the package's tar",
                        "is longer than %d bytes".formatted(HEADER_BYTES));
            }
        }
    }
}
