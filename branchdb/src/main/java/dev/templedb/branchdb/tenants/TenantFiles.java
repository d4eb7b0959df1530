package dev.templedb.branchdb.tenants;

import dev.templedb.branchdb.catalog.Catalog;
import dev.templedb.branchdb.catalog.OwnFiles;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.SqliteFile;
import dev.templedb.sqlite.SqliteOptions;
import dev.templedb.sqlite.Transaction;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The files below `files/`: which number lies where, how one comes and goes.
///
/// A new file is made under a name that nobody looks for, is on the disk before the catalogue names it, and gets its
/// number and its place in the same transaction of the catalogue. Thread-safe.
final class TenantFiles {
    /// `BDbt`.
    private static final int APPLICATION_ID = 0x42446274;

    private static final int FILES_IN_FOLDER = 1000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern NAME = Pattern.compile("([0-9]{1,18})\\.db(-wal|-shm|-journal)?");

    /// How files of tenants are opened.
    static final SqliteOptions OPTIONS = SqliteOptions.forApplication(APPLICATION_ID)
            .withNoun("file of a tenant")
            .withBusyTimeout(PATIENCE)
            .withCodes(OwnFiles.CODES)
            .withProfile(SqliteOptions.Profile.MANY);

    /// How a file is opened that was made at [#newPath] and is not in its place yet.
    static final SqliteOptions UNFINISHED = OPTIONS.withProfile(SqliteOptions.Profile.UNFINISHED);

    private final Path directory;
    private final Catalog catalog;
    private final Set<Path> own = ConcurrentHashMap.newKeySet();

    TenantFiles(Path directory, Catalog catalog) {
        this.directory = directory;
        this.catalog = catalog;
    }

    /// Where the file with that number lies, or will.
    Path pathOf(long file) {
        return directory.resolve(Long.toString(file / FILES_IN_FOLDER)).resolve(file + ".db");
    }

    /// A place for a file that is being made. What is left there by a killed process is swept.
    Path newPath() {
        catalog.becomesUntidy();
        createDirectory(directory);
        return directory.resolve(".new-" + UUID.randomUUID());
    }

    /// Puts a file that was made at [#newPath], and is closed, in the place of `number`, in the transaction that
    /// names
    /// it. It is on the disk then.
    void moveIn(Path made, long number) {
        moveIn(List.of(made), List.of(number));
    }

    /// As [#moveIn(Path, long)], for many: folders are written to the disk once.
    void moveIn(List<Path> made, List<Long> numbers) {
        var folders = new HashSet<Path>();
        Parallel.forEach(made, TenantFiles::sync);
        try {
            for (int i = 0; i < made.size(); i++) {
                var target = pathOf(numbers.get(i));
                var folder = target.getParent();
                if (folder != null && folders.add(folder)) {
                    createDirectory(folder);
                }
                Files.move(made.get(i), target, StandardCopyOption.ATOMIC_MOVE);
            }
            for (var folder : folders) {
                sync(folder);
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /// Looked at once: a link that somebody puts there later is not one that came with the directory.
    private void requireOwnFolder(@Nullable Path folder) {
        if (folder != null && !own.contains(folder)) {
            OwnFiles.requireFolder(directory);
            OwnFiles.requireFolder(folder);
            own.add(folder);
        }
    }

    private void createDirectory(Path folder) {
        requireOwnFolder(folder);
        if (Files.isDirectory(folder)) {
            return;
        }
        try {
            Files.createDirectories(folder);
            var above = folder.getParent();
            if (above != null) {
                sync(above);
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /// Removes files that the catalogue does not name any more. What cannot be removed now is swept later.
    void delete(Iterable<Long> files) {
        for (long file : files) {
            catalog.becomesUntidy();
            deleteWithLog(pathOf(file));
        }
    }

    /// Removes a file that was being made.
    static void deleteWithLog(Path file) {
        for (var end : new String[] {"", "-wal", "-shm", "-journal"}) {
            try {
                Files.deleteIfExists(file.resolveSibling(file.getFileName() + end));
            } catch (IOException stillInUse) {
                // Swept when nobody uses the directory.
            }
        }
    }

    /// Removes everything that `known` does not name. Only for one who uses the directory alone.
    void sweep(Iterable<Long> known) {
        var numbers = new HashSet<Long>();
        known.forEach(numbers::add);
        requireOwnFolder(directory);
        try {
            sweep(directory, numbers);
        } catch (NoSuchFileException nothingWasEverWritten) {
            // Nothing to do.
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private void sweep(Path folder, HashSet<Long> known) throws IOException {
        try (var entries = Files.newDirectoryStream(folder)) {
            for (var entry : entries) {
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    sweep(entry, known);
                    continue;
                }
                var name = NAME.matcher(entry.getFileName().toString());
                if (!name.matches() || !known.contains(Long.parseLong(name.group(1)))) {
                    Files.deleteIfExists(entry);
                }
            }
        }
    }

    /// Bytes that are free where the files lie.
    long freeBytes() {
        createDirectory(directory);
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /// Bytes of a file with its log; 0 when it is missing.
    long bytesOf(long file) {
        var path = pathOf(file);
        return path.toFile().length()
                + path.resolveSibling(path.getFileName() + "-wal").toFile().length();
    }

    SqliteFile open(long file) {
        return SqliteFile.open(ownPathOf(file), OPTIONS);
    }

    /// Reads a file that nobody has open, without opening it for longer; nothing when that cannot be done.
    <T> Optional<T> glance(long file, Function<Transaction, T> work) {
        return SqliteFile.glance(ownPathOf(file), OPTIONS, work);
    }

    /// Where a file lies that can be opened: nothing that leads elsewhere is in its place.
    private Path ownPathOf(long file) {
        var path = pathOf(file);
        requireOwnFolder(path.getParent());
        OwnFiles.requireDatabase(path);
        return path;
    }

    private static void sync(Path path) {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    static TempleException unwritable(IOException e) {
        return new TempleException(
                ErrorCode.DATABASE_UNWRITABLE, "The files of the databases cannot be written: " + e + ".", e);
    }
}
