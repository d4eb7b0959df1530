package dev.templedb.packages.directory;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The files below a package's directory: plain files with sane names and nothing else. Links are never followed.
final class PackageParts {
    private static final int DEEPEST = 32;
    private static final int LONGEST_PATH = 1000;
    private static final int BUFFER = 1 << 16;
    /// What desktops and archivers drop into directories.
    private static final Set<String> LITTER = Set.of(".DS_Store", "Thumbs.db", "desktop.ini");

    private final NavigableMap<String, Place> places;
    private final List<String> ignored;
    private final Opener opener;

    /// Where a part lies.
    ///
    /// @param offset in a file of many parts; 0 in one of its own
    record Place(long offset, long length) {}

    /// Opens a part of its place.
    @FunctionalInterface
    interface Opener {
        InputStream open(String path, Place place) throws IOException;
    }

    /// @param places  the parts by path, checked
    /// @param ignored paths of files that are no parts
    PackageParts(NavigableMap<String, Place> places, List<String> ignored, Opener opener) {
        this.places = Collections.unmodifiableNavigableMap(places);
        this.ignored = List.copyOf(ignored);
        this.opener = opener;
    }

    /// Lists what lies below `root`.
    ///
    /// @throws dev.templedb.core.TempleException for links and devices, colliding names, and more than the options
    /// allow
    static PackageParts scan(Path root, OpenOptions options) {
        var places = new TreeMap<String, Place>();
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
                    places.put(path, new Place(0, attributes.size()));
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
            return new PackageParts(
                    places,
                    ignored,
                    (path, place) -> Files.newInputStream(real.resolve(path), LinkOption.NOFOLLOW_LINKS));
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

    /// All paths, sorted.
    Set<String> paths() {
        return places.navigableKeySet();
    }

    boolean has(String path) {
        return places.containsKey(path);
    }

    /// `path`, as the same object that [#paths] has if it has it: a package may have very many.
    String shared(String path) {
        var known = places.floorKey(path);
        return path.equals(known) ? known : path;
    }

    /// Files that desktops have left, which are no part of the package.
    List<String> ignored() {
        return ignored;
    }

    long totalBytes() {
        return places.values().stream().mapToLong(Place::length).sum();
    }

    long length(String path) {
        return place(path).length();
    }

    private Place place(String path) {
        var place = places.get(path);
        if (place == null) {
            throw Refusal.missing(path);
        }
        return place;
    }

    /// Opens a part; the caller closes it.
    InputStream open(String path) {
        var place = place(path);
        try {
            return new BufferedInputStream(opener.open(path, place), (int)
                    Math.max(1, Math.min(BUFFER, place.length() + 1)));
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

    /// The hash of one part.
    Sha256 sha256(String path) {
        var digest = Sha256.newDigest();
        try (var in = new DigestInputStream(open(path), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException failure) {
            throw Refusal.unreadable(path, failure);
        }
        return Sha256.from(digest);
    }

    /// Reads everything once and returns the Python tool's checksum, handing the hash of each part to `sink`.
    Sha256 hash(PartSink sink, Progress progress) {
        var checksum = Sha256.newDigest();
        var own = Sha256.newDigest();
        var buffer = new byte[BUFFER];
        try (var step = progress.begin("Verifying the package", totalBytes())) {
            for (var path : PartOrder.VISITING.sort(places.keySet())) {
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
