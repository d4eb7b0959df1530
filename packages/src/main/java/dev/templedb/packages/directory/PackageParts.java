package dev.templedb.packages.directory;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The files below a package's directory: plain files with sane names and nothing else. Links are never followed.
final class PackageParts {
    private static final int DEEPEST = 32;
    private static final int LONGEST_PATH = 1000;
    private static final int BUFFER = 1 << 16;
    /// What desktops and archivers drop into directories.
    private static final Set<String> LITTER = Set.of(".DS_Store", "Thumbs.db", "desktop.ini");

    private final Path root;
    private final SortedMap<String, Long> lengths;
    private final List<String> ignored;

    private PackageParts(Path root, SortedMap<String, Long> lengths, List<String> ignored) {
        this.root = root;
        this.lengths = lengths;
        this.ignored = ignored;
    }

    /// Lists what lies below `root`.
    ///
    /// @throws dev.templedb.core.TempleException for links and devices, colliding names, and more than the options
    /// allow
    static PackageParts scan(Path root, OpenOptions options) {
        var lengths = new TreeMap<String, Long>();
        var ignored = new ArrayList<String>();
        var collisions = new PathCollisions();
        long[] total = {0, 0};
        try {
            var real = root.toRealPath();
            Files.walkFileTree(real, Set.of(), DEEPEST, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    if (!directory.equals(real)) {
                        check(name(real, directory));
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    var path = name(real, file);
                    check(path);
                    if (!attributes.isRegularFile()) {
                        throw Refusal.of(
                                ErrorCode.PACKAGE_ENTRY_UNSAFE,
                                path,
                                "is refused: a package holds files and directories only");
                    }
                    if (isLitter(file.getFileName().toString())) {
                        ignored.add(path);
                        return FileVisitResult.CONTINUE;
                    }
                    collisions.add(path).ifPresent(why -> {
                        throw Refusal.of(ErrorCode.PACKAGE_ENTRY_DUPLICATE, path, "is refused: " + why);
                    });
                    lengths.put(path, attributes.size());
                    total[0] += attributes.size();
                    return FileVisitResult.CONTINUE;
                }

                private void check(String path) {
                    PackageParts.check(path);
                    total[1]++;
                    requireRoom(total[0], total[1], options);
                }
            });
            requireRoom(total[0], total[1], options);
            return new PackageParts(real, Collections.unmodifiableSortedMap(lengths), List.copyOf(ignored));
        } catch (IOException failure) {
            throw Refusal.unreadable(root.toString(), failure);
        }
    }

    static boolean isLitter(String name) {
        return LITTER.contains(name) || name.startsWith("._");
    }

    /// @throws dev.templedb.core.TempleException when a part may not have this path
    static void check(String path) {
        whyRefused(path).ifPresent(why -> {
            throw Refusal.of(
                    ErrorCode.PACKAGE_ENTRY_UNSAFE,
                    path.substring(0, Math.min(200, path.length())),
                    "is refused: " + why);
        });
    }

    /// Why no part may have this path, if so.
    static Optional<String> whyRefused(String path) {
        return path.length() > LONGEST_PATH || path.split("/", -1).length >= DEEPEST
                ? Optional.of("its path is too long")
                : FilePath.whyUnsafe(path);
    }

    static void requireRoom(long bytes, long entries, OpenOptions options) {
        if (bytes > options.mostBytes()) {
            throw Refusal.of(
                    ErrorCode.PACKAGE_TOO_LARGE,
                    "The package",
                    "has more than the %d bytes that are allowed".formatted(options.mostBytes()));
        }
        if (entries > options.mostEntries()) {
            throw Refusal.of(
                    ErrorCode.PACKAGE_TOO_LARGE,
                    "The package",
                    "has more than the %d entries that are allowed".formatted(options.mostEntries()));
        }
    }

    private static String name(Path root, Path file) {
        var name = new StringBuilder();
        for (var part : root.relativize(file)) {
            name.append(name.isEmpty() ? "" : "/").append(part);
        }
        return name.toString();
    }

    /// All paths with their lengths, sorted.
    SortedMap<String, Long> lengths() {
        return lengths;
    }

    boolean has(String path) {
        return lengths.containsKey(path);
    }

    /// Files that desktops have left, which are no part of the package.
    List<String> ignored() {
        return ignored;
    }

    long totalBytes() {
        return lengths.values().stream().mapToLong(Long::longValue).sum();
    }

    long length(String path) {
        var length = lengths.get(path);
        if (length == null) {
            throw Refusal.missing(path);
        }
        return length;
    }

    /// Opens a part; the caller closes it.
    InputStream open(String path) {
        length(path);
        try {
            return new java.io.BufferedInputStream(
                    Files.newInputStream(root.resolve(path), LinkOption.NOFOLLOW_LINKS), BUFFER);
        } catch (IOException failure) {
            throw Refusal.unreadable(path, failure);
        }
    }

    /// Reads a part of at most `most` bytes.
    byte[] read(String path, long most) {
        if (length(path) > most) {
            throw Refusal.of(
                    ErrorCode.PACKAGE_TOO_LARGE, path, "has more than the %d bytes that it may have".formatted(most));
        }
        try (var in = open(path)) {
            return in.readNBytes((int) Math.min(most, Integer.MAX_VALUE - 16));
        } catch (IOException failure) {
            throw Refusal.unreadable(path, failure);
        }
    }

    /// Reads a part that is a JSON object.
    Json.Obj readObject(String path, long most) {
        return parse(path, read(path, most));
    }

    /// Reads a part that is a JSON object, of which the array `list` may be of any length.
    Json.Obj readObject(String path, String list, Consumer<Json> sink) {
        try (var in = open(path)) {
            return JsonReader.readObject(in, list, sink);
        } catch (IOException failure) {
            throw Refusal.unreadable(path, failure);
        } catch (JsonReader.InvalidJson invalid) {
            throw Refusal.invalid(path, invalid);
        }
    }

    static Json.Obj parse(String path, byte[] bytes) {
        try {
            return JsonReader.readObject(bytes);
        } catch (JsonReader.InvalidJson invalid) {
            throw Refusal.invalid(path, invalid);
        }
    }

    /// Reads everything once and returns the Python tool's checksum, handing the hash of each part to `sink`.
    Sha256 hash(PartSink sink, Progress progress) {
        var checksum = Sha256.newDigest();
        var own = Sha256.newDigest();
        var buffer = new byte[BUFFER];
        try (var step = progress.begin("Verifying the package", totalBytes())) {
            for (var path : PartOrder.VISITING.sort(lengths.keySet())) {
                var counted = !path.equals(Names.MANIFEST) && !path.endsWith("/" + Names.MANIFEST);
                long length = 0;
                try (var in = open(path)) {
                    for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                        own.update(buffer, 0, got);
                        if (counted) {
                            checksum.update(buffer, 0, got);
                        }
                        length += got;
                        step.advance(got);
                    }
                } catch (IOException failure) {
                    throw Refusal.unreadable(path, failure);
                }
                sink.accept(path, length, Sha256.from(own));
            }
        }
        return Sha256.from(checksum);
    }

    /// Hears of each part that was hashed.
    @FunctionalInterface
    interface PartSink {
        void accept(String path, long bytes, Sha256 sha256);
    }
}
