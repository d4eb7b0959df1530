package dev.templedb.packages.disk;

import dev.templedb.core.TempleException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A file that appears at its target whole and durable, or not at all.
///
/// Write to [#channel], then [#commit]; [#close] without a commit leaves nothing. One caller at a time.
public final class AtomicFile implements AutoCloseable {
    private final Path target;
    private final Existing existing;
    private final Leftovers.Locked work;
    private final List<Leftovers.Locked> scratch = new ArrayList<>();
    private boolean ended;

    private AtomicFile(Path target, Existing existing, Leftovers.Locked work) {
        this.target = target;
        this.existing = existing;
        this.work = work;
    }

    /// Begins to write the file `target`, in a directory that exists; removes what killed runs have left there.
    ///
    /// @throws TempleException with `PACKAGE_EXISTS` when the target is there and is to stay, or is a directory;
    ///         `PACKAGE_UNWRITABLE` or `DISK_FULL` when the directory cannot be written to
    public static AtomicFile begin(Path target, Existing existing) {
        try {
            var directory = target.toAbsolutePath().normalize().getParent();
            if (directory == null) {
                throw DiskErrors.exists(target);
            }
            var real = directory.toRealPath().resolve(target.getFileName());
            refuse(real, existing);
            Leftovers.sweep(directory);
            return new AtomicFile(real, existing, Leftovers.lock(directory.toRealPath(), Leftovers.FILE));
        } catch (IOException failure) {
            throw DiskErrors.writing(target, failure);
        }
    }

    /// Writes a whole file that is its owner's alone, in the place of one that is there. Its directory is made if
    /// there
    /// is none, for the owner alone too.
    public static void writePrivately(Path target, byte[] content) throws IOException {
        var directory = Objects.requireNonNull(target.toAbsolutePath().getParent());
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        try (var out = begin(target, Existing.REPLACE).ownersOnly()) {
            for (var left = ByteBuffer.wrap(content); left.hasRemaining(); ) {
                out.channel().write(left);
            }
            out.commit();
        }
    }

    private static void refuse(Path target, Existing existing) {
        if (existing == Existing.REFUSE && Files.exists(target, LinkOption.NOFOLLOW_LINKS)
                || Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            throw DiskErrors.exists(target);
        }
    }

    /// Takes everybody else's access away, before anything is written.
    public AtomicFile ownersOnly() {
        try {
            Files.setPosixFilePermissions(work.path(), PosixFilePermissions.fromString("rw-------"));
            return this;
        } catch (IOException failure) {
            throw DiskErrors.writing(target, failure);
        }
    }

    /// Where to write; empty at first. Closed by [#commit] and [#close].
    public FileChannel channel() {
        return work.channel();
    }

    /// A new file beside this one for what has to be kept meanwhile. It goes away with [#commit] and [#close].
    public FileChannel scratch() {
        try {
            var file = Leftovers.lock(work.directory(), Leftovers.FILE);
            scratch.add(file);
            return file.channel();
        } catch (IOException failure) {
            throw DiskErrors.writing(target, failure);
        }
    }

    /// Puts the file in its place. When this returns, it survives a power cut.
    ///
    /// @throws TempleException with `PACKAGE_EXISTS` when somebody else has put something there meanwhile;
    ///         nothing was changed then
    public void commit() {
        try {
            work.channel().force(true);
            Begun.name(work.path(), existing == Existing.REPLACE ? this::moveReplacing : this::moveWithoutReplacing);
            Leftovers.sync(work.directory());
        } catch (FileAlreadyExistsException faster) {
            throw DiskErrors.exists(target);
        } catch (IOException failure) {
            throw DiskErrors.writing(target, failure);
        } finally {
            close();
        }
    }

    private void moveReplacing() throws IOException {
        refuse(target, existing);
        Files.move(work.path(), target, StandardCopyOption.ATOMIC_MOVE);
    }

    /// A rename would replace what somebody else has just put there; making a link does not.
    private void moveWithoutReplacing() throws IOException {
        try {
            Files.createLink(target, work.path());
        } catch (FileAlreadyExistsException faster) {
            throw faster;
        } catch (UnsupportedOperationException | IOException noLinksHere) {
            refuse(target, existing);
            Files.move(work.path(), target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /// Leaves nothing, unless [#commit] was called.
    @Override
    public void close() {
        if (ended) {
            return;
        }
        ended = true;
        scratch.add(work);
        for (var file : scratch) {
            try {
                file.release();
            } catch (IOException failure) {
                // The next run sweeps it.
            }
        }
    }
}
