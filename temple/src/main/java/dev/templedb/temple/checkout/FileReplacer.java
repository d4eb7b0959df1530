package dev.templedb.temple.checkout;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.packages.disk.Leftovers;
import dev.templedb.packages.disk.NativeNames;
import dev.templedb.packages.objects.FileMode;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.history.TreeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

/// Puts single files into a directory, and takes them out, each at once and as a whole. Never goes through a symbolic
/// link: every directory on the way is looked at first. Used by one thread.
public final class FileReplacer {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path root;
    private final Set<FilePath> directories = new HashSet<>();

    /// A replacer of files below `root`.
    public FileReplacer(Path root) {
        this.root = root;
    }

    /// Puts a file, a link or a submodule's empty directory at `path`. What is there is replaced, but for a
    /// directory that
    /// holds something.
    ///
    /// @throws TempleException with `WORK_IN_THE_WAY` when something that is no directory lies on the way there
    public void write(FilePath path, FileMode kind, InputStream content) throws IOException {
        makeDirectories(parent(path));
        var target = place(path);
        removeEmptyDirectory(target);
        if (kind == FileMode.SUBMODULE) {
            Files.deleteIfExists(target);
            Files.createDirectory(target);
            return;
        }
        var name = Leftovers.PREFIX + HexFormat.of().toHexDigits(RANDOM.nextLong()) + ".tmp";
        var parent = target.getParent();
        var temporary = new TreeWriter.WrittenFile(
                new TreeFile(path, kind.canonical(), kind, GitId.ofBytes(new byte[GitId.BYTES])),
                parent == null ? Path.of(name) : parent.resolve(name));
        try {
            if (kind == FileMode.SYMLINK) {
                NewLink.create(temporary, content.readAllBytes());
            } else {
                try (var out = Channels.newOutputStream(NewFile.create(temporary))) {
                    content.transferTo(out);
                }
            }
            Files.move(temporary.path(), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException failure) {
            Files.deleteIfExists(temporary.path());
            throw failure;
        }
    }

    private static void removeEmptyDirectory(Path target) throws IOException {
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            try {
                Files.delete(target);
            } catch (DirectoryNotEmptyException full) {
                throw inTheWay(target, full);
            }
        }
    }

    /// Takes a file away, and the directories that are empty then. Does nothing when it is not there.
    public void delete(FilePath path) throws IOException {
        if (!isReachable(parent(path))) {
            return;
        }
        try {
            Files.deleteIfExists(place(path));
        } catch (DirectoryNotEmptyException submodule) {
            return;
        }
        for (var at = parent(path); !at.isRoot(); at = parent(at)) {
            try {
                Files.delete(place(at));
                directories.remove(at);
            } catch (DirectoryNotEmptyException | NoSuchFileException needed) {
                return;
            }
        }
    }

    /// Whether all directories down to `directory` are there and none is a link.
    public boolean isReachable(FilePath directory) throws IOException {
        if (directory.isRoot() || directories.contains(directory)) {
            return true;
        }
        if (!isReachable(parent(directory)) || !Files.isDirectory(place(directory), LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        directories.add(directory);
        return true;
    }

    private void makeDirectories(FilePath directory) throws IOException {
        if (directory.isRoot() || directories.contains(directory)) {
            return;
        }
        makeDirectories(parent(directory));
        var place = place(directory);
        if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
                throw inTheWay(place, null);
            }
            Files.createDirectory(place);
        }
        directories.add(directory);
    }

    private static TempleException inTheWay(Path place, @org.jspecify.annotations.Nullable Exception cause) {
        return new TempleException(
                ErrorCode.WORK_IN_THE_WAY, "%s is in the way.".formatted(Printable.text(place.toString())), cause);
    }

    private Path place(FilePath path) {
        return root.resolve(NativeNames.relative(path.bytes()));
    }

    private static FilePath parent(FilePath path) {
        var bytes = path.bytes();
        int slash = bytes.length - 1;
        while (slash >= 0 && bytes[slash] != '/') {
            slash--;
        }
        return FilePath.of(Arrays.copyOf(bytes, Math.max(slash, 0)));
    }
}
