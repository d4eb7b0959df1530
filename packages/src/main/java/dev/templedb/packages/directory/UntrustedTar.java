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
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/// Reads a tar that nobody vouches for, within bounds of disk and memory, and hands on what may be in it: directories
/// and
/// files under names that are whole, safe and different from each other everywhere.
final class UntrustedTar {
    /// Up to here a package may be as well compressed as it likes; above, it is a bomb when it grows more than that
    /// many times.
    private static final long FREE_BYTES = 8L << 30;
    private static final long MOST_RATIO = 500;
    /// What the headers of one entry may take, long names and PAX records included.
    private static final long HEADER_BYTES = 1 << 20;
    private static final long SPARE_DISK_BYTES = 64L << 20;
    private static final int BUFFER = 1 << 16;

    private final Metered in;
    private final Path target;
    private final long packedBytes;
    private final OpenOptions options;
    private final PathCollisions collisions = new PathCollisions();
    private long bytes;
    private long entries;
    private long checkedDiskAt;

    /// Where the tar's content goes.
    interface Sink {
        /// A directory of its own entry.
        void directory(String path) throws IOException;

        /// A file; its directories may not have been named before.
        ///
        /// @param offset of its content among the contents of all files, in bytes
        /// @return where its content goes; it is closed at the end
        OutputStream file(String path, long offset, long length) throws IOException;
    }

    /// @param in          the tar, decompressed; it is read to its end and not closed
    /// @param target      where its content goes, to measure the room there
    /// @param packedBytes how long the file is that it comes from
    UntrustedTar(InputStream in, Path target, long packedBytes, OpenOptions options) {
        this.in = new Metered(in);
        this.target = target;
        this.packedBytes = packedBytes;
        this.options = options;
    }

    /// Reads all of it.
    ///
    /// @throws TempleException with what may not be in a tar, or `DISK_FULL`
    /// @throws EOFException when it is cut off
    void read(Sink sink) throws IOException {
        try (var tar = new TarArchiveInputStream(in, "UTF-8");
                var step = options.progress().begin("Unpacking the package", 0)) {
            in.allow(HEADER_BYTES);
            for (var entry = next(tar); entry != null; entry = next(tar)) {
                in.allow(Long.MAX_VALUE);
                take(tar, entry, sink);
                step.advance(entry.getSize());
                in.allow(HEADER_BYTES);
            }
            drain();
        }
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

    private void take(TarArchiveInputStream tar, TarArchiveEntry entry, Sink sink) throws IOException {
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
        var collision = entry.isDirectory() ? collisions.addDirectory(path) : collisions.add(path);
        collision.ifPresent(why -> {
            throw Refusal.of(ErrorCode.PACKAGE_ENTRY_DUPLICATE, path, "is refused: " + why);
        });
        if (entry.isDirectory()) {
            makeDirectory(path, sink);
        } else {
            write(tar, entry, path, sink);
        }
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

    private void makeDirectory(String path, Sink sink) {
        try {
            sink.directory(path);
        } catch (IOException failure) {
            throw DiskErrors.writing(target, failure);
        }
    }

    private void write(TarArchiveInputStream tar, TarArchiveEntry entry, String path, Sink sink) throws IOException {
        if (entry.getSize() > options.mostBytes() - bytes) {
            PackageParts.requireRoom(Long.MAX_VALUE, entries, options);
        }
        long offset = bytes;
        try (var out = new Output(sink, path, offset, entry.getSize())) {
            var buffer = new byte[(int) Math.clamp(entry.getSize() + 1, 1, BUFFER)];
            for (int got = tar.read(buffer); got >= 0; got = tar.read(buffer)) {
                out.write(buffer, got);
                bytes += got;
                requireHonest();
            }
            if (bytes - offset != entry.getSize()) {
                throw new EOFException();
            }
        } catch (IOException failure) {
            if (String.valueOf(failure.getMessage()).contains("runcated")) {
                throw new EOFException(failure.getMessage());
            }
            throw failure;
        }
    }

    /// A file that is written; what fails here has to do with the disk and not with the tar.
    private final class Output implements AutoCloseable {
        private final OutputStream out;

        Output(Sink sink, String path, long offset, long length) {
            try {
                out = sink.file(path, offset, length);
            } catch (IOException failure) {
                throw DiskErrors.writing(target, failure);
            }
        }

        void write(byte[] buffer, int length) {
            try {
                out.write(buffer, 0, length);
            } catch (IOException failure) {
                throw DiskErrors.writing(target, failure);
            }
        }

        @Override
        public void close() {
            try {
                out.close();
            } catch (IOException failure) {
                throw DiskErrors.writing(target, failure);
            }
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
