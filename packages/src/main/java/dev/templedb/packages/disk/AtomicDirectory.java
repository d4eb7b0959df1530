package dev.templedb.packages.disk;

import dev.templedb.core.TempleException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;

/// A directory that appears at its target whole and durable, or not at all.
///
/// Write below [#path], then [#commit]; [#close] without a commit leaves nothing. One caller at a time.
///
/// To replace a directory takes two renames. A run that is killed between them leaves the old directory under a
/// temporary
/// name; the next run in that directory puts it back.
public final class AtomicDirectory implements AutoCloseable {
    private final Path target;
    private final Existing existing;
    private final Leftovers.Locked lock;
    private final Path path;
    private boolean ended;

    private AtomicDirectory(Path target, Existing existing, Leftovers.Locked lock) {
        this.target = target;
        this.existing = existing;
        this.lock = lock;
        this.path = Leftovers.sibling(lock.path(), Leftovers.DIRECTORY);
    }

    /// Begins to write the directory `target`, inside a directory that exists; removes what killed runs have left
    /// there.
    ///
    /// @throws TempleException with `PACKAGE_EXISTS` when the target is there and is to stay, or is to be replaced
    /// but holds
    ///         other things than a package; `PACKAGE_UNWRITABLE` or `DISK_FULL` when the directory cannot be
    /// written to.
    ///         With [Existing#REPLACE_EMPTY]: `TARGET_NOT_EMPTY`, `TARGET_UNWRITABLE` or `DISK_FULL`
    public static AtomicDirectory begin(Path target, Existing existing) {
        try {
            var parent = target.toAbsolutePath().normalize().getParent();
            if (parent == null) {
                throw DiskErrors.exists(target, existing);
            }
            var real = parent.toRealPath().resolve(target.getFileName());
            Leftovers.sweep(parent);
            refuse(real, existing);
            var lock = Leftovers.lock(parent.toRealPath(), Leftovers.LOCK);
            var begun = new AtomicDirectory(real, existing, lock);
            try {
                lock.channel()
                        .write(ByteBuffer.wrap(real.getFileName().toString().getBytes(StandardCharsets.UTF_8)));
                lock.channel().force(true);
                if (existing == Existing.REPLACE_EMPTY) {
                    // A checkout, which is as open as the user's umask says, as with git.
                    Files.createDirectory(begun.path);
                } else {
                    NewParts.createDirectory(begun.path);
                }
            } catch (IOException failure) {
                begun.close();
                throw failure;
            }
            return begun;
        } catch (IOException failure) {
            throw DiskErrors.writing(target, failure, existing);
        }
    }

    /// Only a package, an empty directory, or nothing, is ever replaced: not a home directory that somebody named
    /// by mistake.
    private static void refuse(Path target, Existing existing) throws IOException {
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (existing == Existing.REPLACE_EMPTY) {
            if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS) || !isEmpty(target)) {
                throw DiskErrors.exists(target, existing);
            }
            return;
        }
        var replaceable = !Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)
                || Files.exists(target.resolve("manifest.json"))
                || isEmpty(target);
        if (existing == Existing.REFUSE || !replaceable) {
            throw DiskErrors.exists(target, existing);
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (var entries = Files.newDirectoryStream(directory)) {
            return !entries.iterator().hasNext();
        }
    }

    /// The directory to write into; empty at first.
    public Path path() {
        return path;
    }

    /// Puts the directory in its place. When this returns, it survives a power cut.
    ///
    /// @throws TempleException with `PACKAGE_EXISTS` (or `TARGET_NOT_EMPTY`) when somebody else has put something
    /// there meanwhile;
    ///         nothing was changed then
    public void commit() {
        try {
            DurableTree.sync(path);
            refuse(target, existing);
            if (existing == Existing.REPLACE_EMPTY) {
                Begun.name(lock.path(), this::moveOntoNothing);
            } else {
                Begun.name(lock.path(), this::moveReplacing);
                Leftovers.deleteTree(Leftovers.sibling(path, Leftovers.REPLACED));
            }
            Leftovers.sync(lock.directory());
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException faster) {
            throw DiskErrors.exists(target, existing);
        } catch (IOException failure) {
            throw DiskErrors.writing(target, failure, existing);
        } finally {
            close();
        }
    }

    private void moveReplacing() throws IOException {
        var replaced = Leftovers.sibling(path, Leftovers.REPLACED);
        var replaces = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
        if (replaces) {
            Files.move(target, replaced, StandardCopyOption.ATOMIC_MOVE);
        }
        try {
            Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            if (replaces) {
                Files.move(replaced, target, StandardCopyOption.ATOMIC_MOVE);
            }
            throw failure;
        }
        Leftovers.sync(lock.directory());
    }

    /// A rename puts a directory in the place of an empty one in a single step, and fails when that has been filled
    /// meanwhile.
    private void moveOntoNothing() throws IOException {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            takePermissions();
        }
        try {
            Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            refuse(target, existing);
            throw failure;
        }
    }

    private void takePermissions() throws IOException {
        var theirs = Files.getFileAttributeView(target, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (theirs != null) {
            Files.setPosixFilePermissions(path, theirs.readAttributes().permissions());
        }
    }

    /// Leaves nothing, unless [#commit] was called.
    @Override
    public void close() {
        if (ended) {
            return;
        }
        ended = true;
        try {
            try {
                Leftovers.deleteTree(path);
            } finally {
                lock.release();
            }
        } catch (IOException failure) {
            // The next run sweeps it.
        }
    }
}
