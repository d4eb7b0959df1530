package dev.templedb.cathedral.backup;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.storage.FileObjectStore;
import dev.templedb.storage.ObjectKey;
import dev.templedb.storage.ObjectStore;
import dev.templedb.storage.StoredObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A directory with one backup.
///
/// `backup.json` says what belongs to it, and is replaced at once when the next backup is complete: so whoever is
/// killed on the way leaves the one before. Tables lie in a folder of their own, packs in `objects`, where the next
/// backup finds those that it has already. One command at a time works in it.
final class BackupDirectory implements AutoCloseable {
    private static final String MANIFEST = "backup.json";
    private static final String LOCK = "lock";
    private static final Set<String> OURS = Set.of(MANIFEST, MANIFEST + ".new", LOCK, "objects");

    private final Path directory;
    private final @Nullable FileChannel channel;
    private final ObjectStore objects;

    private BackupDirectory(Path directory, @Nullable FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
        this.objects = FileObjectStore.open(directory.resolve("objects"));
    }

    /// Opens a directory to write a backup into; it is made when it is not there, for its owner alone.
    ///
    /// @throws TempleException with `BACKUP_IN_USE` when another command works in it, or it holds something else
    static BackupDirectory create(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (var files = Files.list(directory)) {
                if (files.map(file -> file.getFileName().toString()).anyMatch(name -> !isOurs(name))) {
                    throw new TempleException(
                            ErrorCode.BACKUP_IN_USE, "%s holds something else than a backup.".formatted(directory));
                }
            }
        }
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return locked(directory);
    }

    private static boolean isOurs(String name) {
        return OURS.contains(name) || name.startsWith("data-");
    }

    /// Opens a directory that has a backup; also one that nobody can write to.
    ///
    /// @throws TempleException with `BACKUP_NOT_FOUND`, or `BACKUP_IN_USE` when another command works in it
    static BackupDirectory open(Path directory) throws IOException {
        if (!Files.isRegularFile(directory.resolve(MANIFEST))) {
            throw new TempleException(
                    ErrorCode.BACKUP_NOT_FOUND, "There is no whole backup in %s.".formatted(directory));
        }
        return Files.isWritable(directory) ? locked(directory) : new BackupDirectory(directory, null);
    }

    private static BackupDirectory locked(Path directory) throws IOException {
        var channel = FileChannel.open(
                directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
        try {
            @Nullable FileLock lock = channel.tryLock();
            if (lock != null) {
                return new BackupDirectory(directory, channel);
            }
        } catch (OverlappingFileLockException ofThisProcess) {
            // As if it were of another one.
        }
        channel.close();
        throw new TempleException(
                ErrorCode.BACKUP_IN_USE, "Another command works with the backup in %s.".formatted(directory));
    }

    /// The backup that is there.
    Optional<BackupManifest> manifest() throws IOException {
        var file = directory.resolve(MANIFEST);
        return Files.exists(file) ? Optional.of(BackupManifest.read(Files.readAllBytes(file))) : Optional.empty();
    }

    /// The packs.
    ObjectStore objects() {
        return objects;
    }

    /// A new folder for tables.
    Path newFolder() throws IOException {
        return Files.createDirectory(directory.resolve("data-" + UUID.randomUUID()));
    }

    /// A file of the backup.
    Path file(BackupManifest manifest, String name) {
        return directory.resolve(manifest.folder()).resolve(name);
    }

    /// Requires that a file is as it was written.
    void verify(BackupManifest manifest, String name, String sha256) throws IOException {
        var file = file(manifest, name);
        if (!Files.isRegularFile(file)) {
            throw BackupManifest.damaged("the file %s is missing".formatted(name), null);
        }
        var digest = Sha256.newDigest();
        Files.copy(file, new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        if (!Sha256.from(digest).hex().equals(sha256)) {
            throw BackupManifest.damaged("the file %s is not what was written".formatted(name), null);
        }
    }

    /// A pack of the list.
    ///
    /// @param bytes length of the object in storage
    record Packed(ObjectKey key, long bytes, Sha256 sha256) {
        String line() {
            return "%s %d %s%n".formatted(sha256.hex(), bytes, key);
        }

        static Packed of(String line) {
            var words = line.split(" ", 3);
            try {
                return new Packed(new ObjectKey(words[2]), Long.parseLong(words[1]), Sha256.parse(words[0]));
            } catch (IndexOutOfBoundsException | IllegalArgumentException malformed) {
                throw BackupManifest.damaged("the list of packs can not be read", malformed);
            }
        }
    }

    /// Gives the packs that the backup has, one after the other.
    void forEachPack(BackupManifest manifest, Consumer<Packed> user) throws IOException {
        var missing = Set.copyOf(manifest.objects().missing());
        try (var lines = Files.lines(file(manifest, BackupManifest.Objects.FILE), StandardCharsets.UTF_8)) {
            lines.map(Packed::of)
                    .filter(pack -> !missing.contains(pack.key().text()))
                    .forEach(user);
        }
    }

    /// Makes this the backup, and then removes what only the one before needed.
    void publish(BackupManifest manifest) throws IOException {
        sync(directory.resolve(manifest.folder()));
        var fresh = directory.resolve(MANIFEST + ".new");
        Files.write(fresh, manifest.write());
        sync(fresh);
        sync(directory);
        Files.move(fresh, directory.resolve(MANIFEST), StandardCopyOption.ATOMIC_MOVE);
        sync(directory);
        sweep(manifest);
    }

    static void sync(Path path) throws IOException {
        try (var opened = FileChannel.open(path, StandardOpenOption.READ)) {
            opened.force(true);
        }
    }

    private void sweep(BackupManifest manifest) throws IOException {
        var needed = new HashSet<ObjectKey>();
        forEachPack(manifest, pack -> needed.add(pack.key()));
        List<ObjectKey> old;
        try (var all = objects.list("")) {
            old = all.map(StoredObject::key)
                    .filter(key -> !needed.contains(key))
                    .toList();
        }
        objects.delete(old);
        sweepFolders(manifest.folder());
    }

    /// Removes folders that were left by those who were killed.
    private void sweepFolders(String kept) throws IOException {
        try (var folders = Files.newDirectoryStream(directory, "data-*")) {
            for (var folder : folders) {
                if (!folder.getFileName().toString().equals(kept)) {
                    delete(folder);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        objects.close();
        if (channel != null) {
            channel.close();
        }
    }
}
