package dev.templedb.storage;

import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Keeps each object as a file below a directory, which only its user may enter.
///
/// `packs/0198…` lies in `objects/packs/XX/0198…`, where `XX` spreads the second segments of keys over 256 directories.
/// A put writes into `partial`, syncs the file, makes a link at its place and syncs the directory; so it costs two
/// syncs, and
/// one more when a directory is new. Several processes may use one directory.
public final class FileObjectStore implements ObjectStore {
    private static final int BUFFER_BYTES = 128 << 10;
    /// How often a put makes its directory anew that deletions remove as empty at the same time.
    private static final int ATTEMPTS = 100;

    private final Path directory;
    private final Path objects;
    private final Path partial;
    private final FileAttribute<?>[] forFiles;
    private final FileAttribute<?>[] forDirectories;
    /// Directories that objects are spread over, as far as they are known to survive a power cut; nobody removes
    /// them.
    private final Set<Path> lasting = ConcurrentHashMap.newKeySet();

    private FileObjectStore(Path directory) {
        this.directory = directory;
        this.objects = directory.resolve("objects");
        this.partial = directory.resolve("partial");
        boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
        this.forFiles = privately(posix, "rw-------");
        this.forDirectories = privately(posix, "rwx------");
    }

    private static FileAttribute<?>[] privately(boolean posix, String permissions) {
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /// Opens the store in `directory`, which is made when it is not there.
    ///
    /// @throws TempleException with `STORAGE_REFUSED` or `STORAGE_UNAVAILABLE` when that cannot be done
    public static FileObjectStore open(Path directory) {
        var store = new FileObjectStore(directory.toAbsolutePath().normalize());
        onDisk("The storage %s cannot be opened".formatted(store.directory), () -> {
            store.makeDirectory(store.objects);
            store.makeDirectory(store.partial);
        });
        return store;
    }

    @Override
    public Set<StorageCapability> capabilities() {
        return EnumSet.allOf(StorageCapability.class);
    }

    @Override
    public void check() {
        var probe = partial.resolve(UUID.randomUUID().toString());
        onDisk("The storage %s cannot be written to".formatted(directory), () -> {
            Files.createFile(probe, forFiles);
            Files.delete(probe);
        });
    }

    @Override
    public Sha256 put(ObjectKey key, long length, @Nullable Sha256 expected, InputStream content) throws IOException {
        var announced = new AnnouncedContent(key, length, expected, content);
        if (exists(key)) {
            return announced.requireSameIn(this);
        }
        var file = partial.resolve(UUID.randomUUID().toString());
        var what = "The object %s cannot be written".formatted(key);
        try {
            var hash = write(announced, file, what);
            if (!publish(file, place(key), what)) {
                announced.requireSame(this, hash);
            }
            return hash;
        } finally {
            try {
                Files.deleteIfExists(file);
            } catch (IOException failure) {
                // A sweep removes it.
            }
        }
    }

    private Sha256 write(AnnouncedContent content, Path file, String what) throws IOException {
        var buffer = new byte[(int) Math.clamp(content.length(), 1, BUFFER_BYTES)];
        try (var out = create(file, what)) {
            for (int count = content.read(buffer); count > 0; count = content.read(buffer)) {
                var left = ByteBuffer.wrap(buffer, 0, count);
                onDisk(what, () -> writeAll(out, left));
            }
            var hash = content.finish();
            onDisk(what, () -> out.force(true));
            return hash;
        }
    }

    private FileChannel create(Path file, String what) {
        try {
            var options = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
            return FileChannel.open(file, options, forFiles);
        } catch (IOException failure) {
            throw StorageErrors.file(what, failure);
        }
    }

    private static void writeAll(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /// Makes the object visible, and durable.
    ///
    /// @return false when there is one already
    private boolean publish(Path file, Path place, String what) {
        for (int attempt = 1; ; attempt++) {
            try {
                makeDirectory(parent(place));
                moveWithoutReplacing(file, place);
                sync(parent(place));
                return true;
            } catch (FileAlreadyExistsException faster) {
                return false;
            } catch (NoSuchFileException removed) {
                if (attempt == ATTEMPTS || !Files.exists(file)) {
                    throw StorageErrors.file(what, removed);
                }
                lasting.clear();
            } catch (IOException failure) {
                throw StorageErrors.file(what, failure);
            }
        }
    }

    /// A rename would replace what somebody else has just put there; making a link does not.
    static void moveWithoutReplacing(Path file, Path place) throws IOException {
        try {
            Files.createLink(place, file);
        } catch (FileAlreadyExistsException | NoSuchFileException known) {
            throw known;
        } catch (UnsupportedOperationException | IOException noLinksHere) {
            if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileAlreadyExistsException(place.toString());
            }
            Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /// Makes a directory and those above it, each so that it survives a power cut.
    private void makeDirectory(Path wanted) throws IOException {
        if (lasting.contains(wanted)) {
            return;
        }
        if (!wanted.equals(directory)) {
            makeDirectory(parent(wanted));
        } else if (!Files.isDirectory(wanted)) {
            Files.createDirectories(parent(wanted));
        }
        try {
            Files.createDirectory(wanted, forDirectories);
        } catch (FileAlreadyExistsException there) {
            // Asked once: a delete may remove it at this moment, which is another thing than a file in the way.
            if (!Files.readAttributes(wanted, BasicFileAttributes.class).isDirectory()) {
                throw new NotDirectoryException(wanted.toString());
            }
        }
        sync(parent(wanted));
        if (isLasting(wanted)) {
            lasting.add(wanted);
        }
    }

    /// Whether nobody removes the directory when it is empty.
    private boolean isLasting(Path any) {
        return !any.startsWith(objects) || objects.relativize(any).getNameCount() <= 2;
    }

    private static void sync(Path any) throws IOException {
        try (var channel = FileChannel.open(any, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (AccessDeniedException windows) {
            // Windows does not open directories, and does not need this.
        }
    }

    @Override
    public InputStream open(ObjectKey key, long offset, long length) {
        StorageErrors.requireRange(offset, length);
        long size = size(key).orElseThrow(() -> StorageErrors.missing(key));
        if (size - offset < length) {
            throw StorageErrors.damaged(key, size, offset, length);
        }
        return onDisk(
                notRead(key),
                () -> new FileRange(key, FileChannel.open(place(key), StandardOpenOption.READ), offset, length),
                () -> {
                    throw StorageErrors.missing(key);
                });
    }

    @Override
    public OptionalLong size(ObjectKey key) {
        return onDisk(
                notRead(key),
                () -> {
                    var found = attributes(place(key));
                    return found.isRegularFile() ? OptionalLong.of(found.size()) : OptionalLong.empty();
                },
                OptionalLong::empty);
    }

    private static BasicFileAttributes attributes(Path any) throws IOException {
        return Files.readAttributes(any, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static String notRead(ObjectKey key) {
        return "The object %s cannot be read".formatted(key);
    }

    @Override
    public void delete(Collection<ObjectKey> keys) {
        for (var key : keys) {
            onDisk("The object %s cannot be deleted".formatted(key), () -> {
                var place = place(key);
                Files.deleteIfExists(place);
                deleteIfEmpty(parent(place));
            });
        }
    }

    private void deleteIfEmpty(Path any) throws IOException {
        try {
            for (var empty = any; !isLasting(empty); empty = parent(empty)) {
                Files.deleteIfExists(empty);
            }
        } catch (DirectoryNotEmptyException inUse) {
            // It stays.
        }
    }

    @Override
    public Stream<StoredObject> list(String folder) {
        return filesBelow(place(ObjectKey.requireFolder(folder)));
    }

    private Stream<StoredObject> filesBelow(Path any) {
        return entries(any).flatMap(entry -> onDisk(notListed(), () -> objects(entry), Stream::empty));
    }

    private Stream<StoredObject> objects(Path entry) throws IOException {
        var found = attributes(entry);
        if (found.isDirectory()) {
            return filesBelow(entry);
        }
        var key = key(entry);
        return found.isRegularFile() && ObjectKey.isKey(key)
                ? Stream.of(new StoredObject(
                        new ObjectKey(key),
                        found.size(),
                        found.lastModifiedTime().toInstant()))
                : Stream.empty();
    }

    /// Closed by who closes the stream of [#list] or by [#sweep].
    @SuppressWarnings("StreamResourceLeak")
    private Stream<Path> entries(Path any) {
        return onDisk(notListed(), () -> Files.list(any), Stream::empty);
    }

    private String notListed() {
        return "The storage %s cannot be listed".formatted(directory);
    }

    @Override
    public long sweep(Instant olderThan) {
        try (var files = entries(partial)) {
            return files.filter(file -> onDisk(
                            "The storage %s cannot be swept".formatted(directory),
                            () -> attributes(file)
                                            .lastModifiedTime()
                                            .toInstant()
                                            .isBefore(olderThan)
                                    && Files.deleteIfExists(file),
                            () -> false))
                    .count();
        }
    }

    @Override
    public void close() {
        // Nothing is open but the streams that callers have.
    }

    private Path place(ObjectKey key) {
        return place(key.text());
    }

    /// The place of a key or a folder.
    private Path place(String keyOrFolder) {
        var place = objects;
        var segments = keyOrFolder.split("/");
        for (int i = 0; i < segments.length; i++) {
            place = (i == 1 ? place.resolve(spread(segments[i])) : place).resolve(segments[i]);
        }
        return place;
    }

    /// The key of the file at a place, or what is no key.
    private String key(Path place) {
        var names = objects.relativize(place);
        var key = new StringBuilder();
        for (int i = 0; i < names.getNameCount(); i++) {
            if (i != 1) {
                key.append(i == 0 ? "" : "/").append(names.getName(i));
            }
        }
        return key.toString();
    }

    private static String spread(String segment) {
        int hash = segment.hashCode();
        return "%02x".formatted((hash ^ hash >>> 8 ^ hash >>> 16 ^ hash >>> 24) & 0xff);
    }

    private static Path parent(Path inside) {
        var parent = inside.getParent();
        return parent == null ? inside : parent;
    }

    @FunctionalInterface
    private interface DiskWork {
        void run() throws IOException;
    }

    @FunctionalInterface
    private interface DiskQuestion<T> {
        T ask() throws IOException;
    }

    private static void onDisk(String what, DiskWork work) {
        try {
            work.run();
        } catch (IOException failure) {
            throw StorageErrors.file(what, failure);
        }
    }

    private static <T> T onDisk(String what, DiskQuestion<T> question, Supplier<T> whenNothingIsThere) {
        try {
            return question.ask();
        } catch (NoSuchFileException absent) {
            return whenNothingIsThere.get();
        } catch (IOException failure) {
            throw StorageErrors.file(what, failure);
        }
    }
}
