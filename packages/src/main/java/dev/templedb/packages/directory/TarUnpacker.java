package dev.templedb.packages.directory;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.disk.DiskErrors;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/// Unpacks a tar that nobody vouches for, within bounds of disk and memory: the contents of its files lie end to end in
/// one scratch file, because to make and delete a file for each takes longer than all other work.
final class TarUnpacker {
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
    private final FileChannel contents;
    private final long packedBytes;
    private final OpenOptions options;
    private final PathCollisions collisions = new PathCollisions();
    private final NavigableMap<String, PackageParts.Place> places = new TreeMap<>();
    private final Set<String> tops = new HashSet<>();
    private long bytes;
    private long entries;
    private long checkedDiskAt;

    /// @param target   the scratch file, for messages
    /// @param contents the scratch file, open; it has to stay open as long as the parts are read
    TarUnpacker(InputStream in, Path target, FileChannel contents, long packedBytes, OpenOptions options) {
        this.in = new Metered(in);
        this.target = target;
        this.contents = contents;
        this.packedBytes = packedBytes;
        this.options = options;
    }

    /// Unpacks all of it and returns the package's parts.
    PackageParts unpack() throws IOException {
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
        return parts(root());
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
        tops.add(path.indexOf('/') < 0 ? path : path.substring(0, path.indexOf('/')));
        var collision = entry.isDirectory() ? collisions.addDirectory(path) : collisions.add(path);
        collision.ifPresent(why -> {
            throw Refusal.of(ErrorCode.PACKAGE_ENTRY_DUPLICATE, path, "is refused: " + why);
        });
        if (entry.isFile()) {
            places.put(path, write(tar, entry));
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

    /// The package is the one directory that everything lies in, or (in a tar made inside the package) the top
    /// itself: what its paths begin with.
    private String root() {
        if (places.containsKey(Names.MANIFEST)) {
            return "";
        }
        var found = tops.stream().filter(top -> !PackageParts.isLitter(top)).toList();
        if (found.size() != 1 || places.containsKey(found.getFirst())) {
            throw Refusal.of(
                    ErrorCode.PACKAGE_NOT_RECOGNIZED,
                    "The tar",
                    found.isEmpty() ? "is empty" : "holds more than one package, or other things than a package");
        }
        return found.getFirst() + "/";
    }

    private PackageParts parts(String root) {
        var parts = new TreeMap<String, PackageParts.Place>();
        var ignored = new ArrayList<String>();
        places.tailMap(root).forEach((path, place) -> {
            var inside = path.startsWith(root) ? path.substring(root.length()) : "";
            if (PackageParts.isLitter(inside.substring(inside.lastIndexOf('/') + 1))) {
                ignored.add(inside);
            } else if (!inside.isEmpty()) {
                parts.put(inside, place);
            }
        });
        return new PackageParts(parts, ignored, (path, place) -> new FileSlice(contents, place));
    }

    private PackageParts.Place write(TarArchiveInputStream tar, TarArchiveEntry entry) throws IOException {
        if (entry.getSize() > options.mostBytes() - bytes) {
            PackageParts.requireRoom(Long.MAX_VALUE, entries, options);
        }
        long offset = bytes;
        try {
            var buffer = new byte[(int) Math.clamp(entry.getSize() + 1, 1, BUFFER)];
            for (int got = tar.read(buffer); got >= 0; got = tar.read(buffer)) {
                write(buffer, got);
                bytes += got;
                requireHonest();
            }
            if (bytes - offset != entry.getSize()) {
                throw new EOFException();
            }
            return new PackageParts.Place(offset, entry.getSize());
        } catch (IOException failure) {
            if (String.valueOf(failure.getMessage()).contains("runcated")) {
                throw new EOFException(failure.getMessage());
            }
            throw failure;
        }
    }

    private void write(byte[] buffer, int length) {
        try {
            for (var part = ByteBuffer.wrap(buffer, 0, length); part.hasRemaining(); ) {
                contents.write(part);
            }
        } catch (IOException failure) {
            throw DiskErrors.writing(target, failure);
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
